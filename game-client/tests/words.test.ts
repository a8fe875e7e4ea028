import { expect, test } from 'vitest';
import { CLOSE_REASONS } from '../src/protocol/close.gen.ts';
import { ENDING_LOST, ENDING_UNREACHABLE, ENDING_UNREADABLE } from '../src/state/state.ts';
import { noticeOf } from '../src/ui/endings.ts';
import { isKey, say } from '../src/ui/say.ts';

test.each(CLOSE_REASONS)('the_ending_$name_has_words_and_a_way_on', ({ code, name, params }) => {
  const notice = noticeOf({ code, params: params.map((param) => `<${param}>`) });
  expect(isKey(`ending.${name}.title`)).toBe(true);
  expect(isKey(`ending.${name}.text`)).toBe(true);
  expect(notice.name).toBe(name);
  expect(notice.text).not.toMatch(/[{}]/);
  expect(notice.ways.length).toBeGreaterThan(0);
});

test.each([ENDING_LOST, ENDING_UNREACHABLE, ENDING_UNREADABLE, 4999, 1006])(
  'the_ending_%i_has_words',
  (code) => {
    const notice = noticeOf({ code, params: [] });
    expect(notice.title).not.toBe('');
    expect(notice.ways.length).toBeGreaterThan(0);
  },
);

test('parameters_stand_where_the_sentence_wants_them', () => {
  expect(noticeOf({ code: 4003, params: ['ABCDE'] }).text).toContain('ABCDE');
  expect(say('death.returns', { seconds: '1.5' })).toBe('Back in 1.5 s');
});
