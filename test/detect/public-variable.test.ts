import { describe, expect, it } from 'vitest';
import { publicVariable } from '../../src/detect/public-variable.ts';
import { keyOf } from '../core/key-maker.ts';
import { detectIn } from './shipped-detector.ts';

describe('a public variable', () => {
  it.each([
    ['NEXT_PUBLIC_KEY', 'NEXT_PUBLIC_KEY='],
    ['VITE_TT', 'VITE_TT="'],
    ['REACT_APP_API_KEY', "export REACT_APP_API_KEY='"],
    ['EXPO_PUBLIC_A', '  EXPO_PUBLIC_A: '],
    ['GATSBY_KEY', '- GATSBY_KEY='],
    ['NUXT_PUBLIC_KEY', '{"NUXT_PUBLIC_KEY":"'],
    ['PUBLIC_KEY', 'PUBLIC_KEY = `'],
    ['VUE_APP_KEY', "'VUE_APP_KEY': '"],
    ['NG_APP_KEY', '\tNG_APP_KEY\t=\t'],
    ['STORYBOOK_KEY', 'ENV STORYBOOK_KEY='],
    ['PARCEL_KEY', '\ufeffPARCEL_KEY='],
    ['VITE_A', 'OTHER=1 VITE_A='],
  ])('%s is named where it carries a key: %j', (name, before) => {
    expect(publicVariable(before)).toBe(name);
    expect(detectIn(`x\n${before}${keyOf(1)}\n`).matches[0]?.variable).toBe(name);
  });

  it.each([
    'TIMETIME_API_KEY=',
    'MY_VITE_KEY=',
    'NEXT_PRIVATE_KEY=',
    'vite_key=',
    'VITE_A=1 B=',
    'VITE_A=x',
    'VITE_=',
    'VITE_A ',
    '',
  ])('is none in %j', (before) => {
    expect(publicVariable(before)).toBeUndefined();
  });

  it('on the line before is none', () => {
    expect(detectIn(`VITE_A=\n${keyOf(1)}`).matches[0]?.variable).toBeUndefined();
  });
});
