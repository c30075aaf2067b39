import { expect, test } from 'vitest';
import { run } from './shell.test-support.ts';

test('bash prints a function as its tree says, not as it was typed', () => {
  const typed = `f() { echo a | cat; if [ $1 = x ]; then echo y; elif true; then echo q; echo r; else (echo z; echo w) > f; fi;
for i in 1 2; do echo $i && x=1; done; while read l; do :; done < /tmp/x; case $1 in a|b) echo 1;; *) echo 2; echo 3;; esac; { echo g; echo h; }
[[ -f x && $a == b* ]] || ((1+2)); sleep 1 & local x=1 2>&1; ! true; g() { echo q; }; }; type f`;
  expect(run('bash', typed).out).toBe(`f is a function
f () 
{ 
    echo a | cat;
    if [ $1 = x ]; then
        echo y;
    else
        if true; then
            echo q;
            echo r;
        else
            ( echo z;
            echo w ) > f;
        fi;
    fi;
    for i in 1 2;
    do
        echo $i && x=1;
    done;
    while read l; do
        :;
    done < /tmp/x;
    case $1 in 
        a | b)
            echo 1
        ;;
        *)
            echo 2;
            echo 3
        ;;
    esac;
    { 
        echo g;
        echo h
    };
    [[ -f x && $a == b* ]] || ((1+2));
    sleep 1 & local x=1 2>&1;
    ! true;
    function g () 
    { 
        echo q
    }
}
`);
});
