/**
 * Words that Docker names containers with: a selection from those of its own generator (moby/pkg/namesgenerator),
 * an adjective and the surname of a notable scientist or hacker.
 */
const words = (list: string): readonly string[] => list.trim().split(/\s+/);

export const ADJECTIVES = words(`
  admiring affectionate amazing awesome beautiful bold brave busy clever competent condescending cool crazy dazzling
  distracted eager ecstatic elated eloquent exciting fervent flamboyant friendly frosty gallant goofy gracious happy
  heuristic hopeful hungry infallible intelligent interesting jovial kind loving lucid modest mystifying naughty nice
  nostalgic objective peaceful pensive practical quirky recursing relaxed romantic serene silly sleepy stoic strange
  suspicious sweet thirsty trusting unruffled upbeat vigilant wizardly wonderful youthful zen
`);

export const SURNAMES = words(`
  agnesi almeida archimedes ardinghelli aryabhata babbage banzai bartik bell bhabha black blackwell booth bose boyd
  brown burnell carson carver chandrasekhar chatelet chaum cohen cori curie darwin dewdney diffie dirac easley
  einstein elgamal ellis euclid faraday fermat franklin galileo ganguly gauss goldberg goldwasser goodall
  grothendieck hamilton hawking hellman herschel heyrovsky hofstadter hopper hugle ishizaka jang jennings johnson
  jones kapitsa keller khayyam kilby knuth lalande lamarr lamport lederberg lewin liskov lovelace lumiere margulis
  maxwell mccarthy mclean meitner mendeleev merkle mirzakhani moore moser nash newton nobel northcutt panini pascal
  payne poincare proskuriakova raman rhodes ritchie roentgen rubin sanderson shamir shaw shockley sinoussi solomon
  stonebraker swanson swartz taussig tharp torvalds turing vaughan visvesvaraya wilbur williams wilson wozniak wu
  yonath
`);
