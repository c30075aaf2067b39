import { expect, test } from 'vitest';
import { alpine } from '../images/alpine.ts';
import { debianHost } from '../images/debian-host.ts';
import { nginx } from '../images/nginx.ts';
import { readFile, writeFile } from '../kernel/fs/tree.ts';
import { type Place, TestMachine } from './test-machine.test-support.ts';

function* nothing() {
  return 0;
}

const ADDRESS = '172.17.0.2';

/** nginx at 172.17.0.2, a client beside it, and the host. */
function machine(configuration?: string): { web: Place; client: Place; host: Place } {
  const bench = new TestMachine(debianHost({ hostname: 'docker1', bash: nothing, docker: nothing, dockerd: nothing }));
  const web = bench.container(nginx(nothing).createRoot());
  const client = bench.container(alpine(nothing).createRoot());
  const { root } = web.namespaces;
  const plain = 'events {}\nhttp { server { access_log /var/log/access; error_log /var/log/error; } }\n';
  writeFile(root, '/etc/nginx/nginx.conf', configuration ?? plain);
  web.run(['nginx', '-g', 'daemon off;'], { seconds: 0.1 });
  return { web, client, host: bench.host };
}

test('wget shows its progress on the standard error, and what it saved', () => {
  const { client } = machine();
  const { out, err, status } = client.run(`wget http://${ADDRESS}/`, { cwd: '/tmp' });
  expect([out, status]).toEqual(['', 0]);
  expect(err).toBe(
    `Connecting to ${ADDRESS} (${ADDRESS}:80)\nsaving to 'index.html'\n` +
      `index.html           100% |${'*'.repeat(32)}|   121  0:00:00 ETA\n'index.html' saved\n`,
  );
  expect(readFile(client.namespaces.root, '/tmp/index.html')).toContain('<title>Welcome to nginx!</title>');
  expect(client.run(`wget http://${ADDRESS}/`, { cwd: '/tmp' }).err).toContain(
    "wget: can't open 'index.html': File exists\n",
  );
});

test.each([
  [`http://${ADDRESS}/missing`, 'wget: server returned error: HTTP/1.1 404 Not Found\n'],
  [`${ADDRESS}:81`, `wget: can't connect to remote host (${ADDRESS}): Connection refused\n`],
  ['http://nosuch/', "wget: bad address 'nosuch'\n"],
  ['-T 2 172.17.0.99', 'wget: download timed out\n'],
  ['gopher://a', 'wget: not an http or ftp url: gopher://a\n'],
])('wget -q %s fails in BusyBox’s words', (url, complaint) => {
  expect(machine().client.run(`wget -q -O - ${url}`)).toEqual({ out: '', err: complaint, status: 1 });
});

test('wget -c asks for what is missing only', () => {
  const { client } = machine();
  const page = client.run(`wget -qO- ${ADDRESS}`).out;
  writeFile(client.namespaces.root, '/tmp/index.html', page.slice(0, 50));
  expect(client.run(`wget -qc ${ADDRESS}`, { cwd: '/tmp' }).status).toBe(0);
  expect(readFile(client.namespaces.root, '/tmp/index.html')).toBe(page);
});

test('curl -i shows head and body; -I only the head; -w what was measured', () => {
  const { host } = machine();
  const { out } = host.run(`curl -si http://${ADDRESS}/index.html`);
  expect(out).toMatch(/^HTTP\/1\.1 200 OK\r\nServer: nginx\/1\.30\.6\r\nDate: .* GMT\r\nContent-Type: text\/html\r\n/);
  expect(out).toMatch(/\r\nETag: "[0-9a-f]+-79"\r\nAccept-Ranges: bytes\r\n\r\n<!DOCTYPE html>\n/);
  expect(host.run(`curl -sI ${ADDRESS}`).out.endsWith('\r\n\r\n')).toBe(true);
  const format = '%{http_code} %{size_download} %{remote_ip}:%{remote_port} %{content_type}\\n';
  expect(host.run(['curl', '-s', '-o', '/dev/null', '-w', format, ADDRESS]).out).toBe(
    `200 121 ${ADDRESS}:80 text/html\n`,
  );
});

test('two URLs of one server share a connection', () => {
  const { host } = machine();
  const { err } = host.run(`curl -sv ${ADDRESS}/a ${ADDRESS}/b`);
  expect(err.match(/Established connection/g)).toHaveLength(1);
  expect(err).toContain(`* Reusing existing http: connection with host ${ADDRESS}\n`);
});

test.each([
  [`${ADDRESS}:81`, 7, `(7) Failed to connect to ${ADDRESS}:81 after 0 ms: Could not connect to server`],
  ['nosuch', 6, '(6) Could not resolve host: nosuch'],
  ['-m 1 172.17.0.99', 28, '(28) Connection timed out after 1000 milliseconds'],
  [`-f ${ADDRESS}/no`, 22, '(22) The requested URL returned error: 404'],
  ['foo://a', 1, '(1) Protocol "foo" not supported'],
  ['a:99999', 3, '(3) URL rejected: Port number was not a decimal number between 0 and 65535'],
  [
    '--unix-socket /none localhost',
    7,
    '(7) Failed to connect to localhost:80 over unix:///none after 0 ms: Could not connect to server',
  ],
])('curl -sS %s ends with %i', (words, status, complaint) => {
  expect(machine().host.run(`curl -sS ${words}`)).toEqual({ out: '', err: `curl: ${complaint}\n`, status });
});

test('a real option of curl that is lacking here says so, an unknown one is unknown', () => {
  const { host } = machine();
  expect(host.run(`curl --proxy a ${ADDRESS}`).err).toMatch(/^(Passerelle|curl: option --proxy)/);
  expect(host.run(`curl -x a ${ADDRESS}`).err).toContain('Passerelle');
  expect(host.run('curl --foo')).toMatchObject({ status: 2, err: expect.stringContaining('option --foo: is unknown') });
});

test('nginx notes requests in the combined format, and what went wrong', () => {
  const { web, client } = machine();
  client.run(`wget -qO- ${ADDRESS}/missing?x`);
  expect(readFile(web.namespaces.root, '/var/log/access')).toMatch(
    /^172\.17\.0\.3 - - \[\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET \/missing\?x HTTP\/1\.1" 404 153 "-" "Wget"\n$/,
  );
  expect(readFile(web.namespaces.root, '/var/log/error')).toMatch(
    /\[error\] (\d+)#\1: \*1 open\(\) "\/usr\/share\/nginx\/html\/missing" failed \(2: No such file or directory\), client: 172\.17\.0\.3, server: , request: "GET \/missing\?x HTTP\/1\.1", host: "172\.17\.0\.2"\n$/,
  );
});

test('nginx follows its configuration: ports, locations, returns, types', () => {
  const { host, web } = machine(`events { worker_connections 10; }
http {
  types { text/css css; } # one only
  access_log off; error_log /var/log/error;
  server { listen 8000; server_name a; return 200 'of a'; }
  server { listen 8000; server_name b; location = /x { return 301 /y; } location /d { root /srv; } }
}
`);
  writeFile(web.namespaces.root, '/srv/d.css', '');
  expect(host.run(`curl -s ${ADDRESS}:8000`).out).toBe('of a');
  expect(host.run(['curl', '-sI', '-H', 'Host: b', `${ADDRESS}:8000/x`]).out).toContain('\r\nLocation: http://b/y\r\n');
  expect(host.run(['curl', '-sI', '-H', 'Host: b', `${ADDRESS}:8000/d.css`]).out).toContain('Content-Type: text/css');
});

test.each([
  ['foo on;', 'unknown directive "foo" in /etc/nginx/nginx.conf:1'],
  ['http { server {', 'unexpected end of file, expecting "}" in /etc/nginx/nginx.conf:1'],
  ['http { server { listen 99999; } }', 'invalid port in "99999" of the "listen" directive in /etc/nginx/nginx.conf:1'],
])('nginx does not start with « %s »', (configuration, complaint) => {
  const { web } = machine(configuration);
  const { err, status } = web.run('nginx -t');
  expect(err.replace(/^.*(?=\[emerg\])/, '')).toMatch(/^\[emerg\] (\d+)#\1: /);
  expect(err).toContain(`${complaint}\nnginx: configuration file /etc/nginx/nginx.conf test failed\n`);
  expect(status).toBe(1);
});

test('netstat lists the listener in the container, and on the host who rests', () => {
  const { web, host } = machine();
  host.run(`curl -s ${ADDRESS}`);
  expect(web.run('netstat -tln').out).toBe(
    `Active Internet connections (only servers)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       
tcp        0      0 0.0.0.0:80              0.0.0.0:*               LISTEN      
`,
  );
  expect(host.run('netstat -tan').out).toMatch(
    /\ntcp {8}0 {6}0 172\.17\.0\.1:\d{5} {8}172\.17\.0\.2:80 {11}TIME_WAIT {2}\n$/,
  );
});

test('nc sends its input, and prints what comes back', () => {
  const { client } = machine();
  const { out, status } = client.run(`nc ${ADDRESS} 80`, { input: 'GET / HTTP/1.0\r\n\r\n' });
  expect(out).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\nConnection: close\r\n[\s\S]*<\/html>\n$/);
  expect(status).toBe(0);
});

test.each([
  [`${ADDRESS} 81`, `nc: can't connect to remote host (${ADDRESS}): Connection refused\n`],
  ['-w 1 172.17.0.99 80', 'nc: timed out\n'],
  ['nosuch 80', "nc: bad address 'nosuch'\n"],
  [`${ADDRESS} foo`, "nc: bad port 'foo'\n"],
  ['-l -p 99999', "nc: bad port '99999'\n"],
])('nc %s fails in BusyBox’s words', (words, complaint) => {
  expect(machine().client.run(`nc ${words}`)).toEqual({ out: '', err: complaint, status: 1 });
});
