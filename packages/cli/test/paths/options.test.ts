import { describe, expect, it } from 'vitest';
import { type PathOptions, pathRequestOf } from '../../src/paths/options.js';
import { gameOf } from '../../src/shapley/game.js';

const requested = (options: Partial<PathOptions>) => pathRequestOf({ model: 'linear', transform: 'collapsed', ...options });

describe('the options of paths attribute', () => {
  it('have defaults, and say the model with its parameters', () => {
    expect(requested({})).toEqual({ model: { name: 'linear' }, transform: { name: 'collapsed' }, bootstrap: undefined, transitions: false });
    expect(requested({ model: 'markov' }).model).toEqual({ name: 'markov', order: 1 });
    expect(requested({ model: 'markov', order: '4', transform: 'last_n:3', bootstrap: '300', seed: '7', transitions: true })).toEqual({
      model: { name: 'markov', order: 4 },
      transform: { name: 'last_n', count: 3 },
      bootstrap: { replicates: 300, seed: 7 },
      transitions: true,
    });
    expect(requested({ model: 'shapley', samples: '64', seed: '3' }).model).toEqual({ name: 'shapley', samples: 64, seed: 3 });
    expect(requested({ model: 'position', weights: '0.5,0.2,0.3' }).model).toEqual({ name: 'position', ends: { first: 5, middle: 2, last: 3 } });
  });

  it.each<[Partial<PathOptions>, string]>([
    [{ model: 'best' }, '--model'],
    [{ model: 'time_decay' }, '--model'],
    [{ model: 'markov', order: '5' }, '--order'],
    [{ order: '2' }, '--order'],
    [{ transform: 'last_n:0' }, '--transform'],
    [{ model: 'custom' }, '--weights'],
    [{ model: 'shapley', weights: '1,2' }, '--weights'],
    [{ model: 'markov', samples: '9' }, '--samples'],
    [{ model: 'shapley', samples: '3' }, '--samples'],
    [{ bootstrap: '1' }, '--bootstrap'],
    [{ bootstrap: '1e9' }, '--bootstrap'],
    [{ bootstrap: '9', seed: 'x' }, '--seed'],
    [{ transitions: true }, '--transitions'],
  ])('refuse %j, naming %s', (options, path) => {
    expect(() => requested(options)).toThrow(expect.objectContaining({ code: 'TL_INPUT_INVALID', path }));
  });
});

describe('a game in a file', () => {
  it.each<[string, string]>([
    ['no JSON', 'game.json'],
    ['[]', 'game.json'],
    ['{"players":[],"values":{}}', 'players'],
    ['{"players":["a","a"],"values":{}}', 'players.1'],
    ['{"players":["a,b"],"values":{}}', 'players.0'],
    ['{"players":["a","b"],"values":{"a,c":1}}', 'values.a,c'],
    ['{"players":["a","b"],"values":{"a,a":1}}', 'values.a,a'],
    ['{"players":["a","b"],"values":{"a,b":1,"b,a":2}}', 'values.b,a'],
    ['{"players":["a"],"values":{"a":"1"}}', 'values.a'],
  ])('is refused where it is %s, naming %s', (text, path) => {
    expect(() => gameOf(text, 'game.json')).toThrow(expect.objectContaining({ code: 'TL_INPUT_INVALID', path }));
  });

  it('is worth what all players make above what nobody makes', () => {
    expect(gameOf('{"players":["a","b"],"values":{"":2,"b,a":5}}', '-').total).toBe(3);
  });
});
