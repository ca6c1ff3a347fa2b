// Plain words for what the network says. Everything a person reads about a hazard is made here.

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const grouped = new Intl.NumberFormat('en');

export const kinds = {
  sudden_braking: { name: 'Sudden braking', did: 'braked hard' },
  slow_traffic: { name: 'Slow or standing traffic', did: 'crawled or stood' },
  rough_surface: { name: 'Rough road', did: 'felt a hard jolt' },
  debris: { name: 'Something on the road', did: 'swerved' },
  collision: { name: 'Collision or near miss', did: 'came close to a collision' },
};

export const states = {
  suspected: { name: 'Suspected', means: 'Fewer than ten cameras: not sure yet.' },
  confirmed: { name: 'Confirmed', means: 'Ten cameras or more: drivers on their way are warned.' },
  clearing: { name: 'Clearing', means: 'Fewer notice it now: about to end.' },
  cleared: { name: 'Cleared', means: 'Over.' },
};

export const stages = {
  cameras: 'driving',
  readings: 'felt in the cars',
  sightings: 'left the cars',
  admitted: 'proved real',
  rejected: 'refused',
  hazards: 'worked out',
  alerts: 'reached drivers',
};

export const kindOf = (hazard) => kinds[hazard.kind] ?? { name: 'Hazard', did: 'noticed something' };
export const stateOf = (hazard) => states[hazard.state] ?? { name: 'Unknown', means: '' };
export const count = (value) => grouped.format(Math.round(value));

export function rate(value) {
  if (!(value > 0)) return '0';
  if (value < 10) return value.toFixed(1);
  return value < 10000 ? count(value) : `${count(value / 1000)}k`;
}

export function cameras(number) {
  return `${numbers[number] ?? count(number)} ${number === 1 ? 'camera' : 'cameras'}`;
}

export function sentence(hazard) {
  const text = `${cameras(hazard.cameras)} ${kindOf(hazard).did} here within 20 minutes.`;
  return text[0].toUpperCase() + text.slice(1);
}

const quarters = ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'];
export const heading = (degrees) => quarters[Math.round((((degrees % 360) + 360) % 360) / 45) % 8];

/** '45 s', '3 min 05 s', '2 h 04 min': how long something has lasted. */
export function age(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
}

/** Time of day in the town, which keeps UTC. */
export const clock = (milliseconds) => new Date(milliseconds).toISOString().slice(11, 19);
