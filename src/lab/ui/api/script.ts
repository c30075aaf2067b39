/** What the page « Programmer l'API » begins with: runs under Node with dockerode, and in the page without. */
export const SCRIPT = `import Docker from 'dockerode';

// Le moteur est celui que désigne la variable DOCKER_HOST.
const docker = new Docker();

for (const { Name, Driver } of await docker.listNetworks()) {
  console.log(\`\${Name} (\${Driver})\`);
}

try {
  const network = await docker.createNetwork({ Name: 'atelier', Driver: 'bridge' });
  const { IPAM } = await network.inspect();
  console.log('atelier :', IPAM.Config[0].Subnet);
} catch (error) {
  console.log(error.message);
}
`;
