import { eachContainer, type Check } from '../check';
import { textOf } from '../untyped';

/** Images that change without a change of the manifest. */
export const IMAGE_TAGS: Check = {
  name: 'image-tag',
  severity: 'medium',
  why: 'Without a tag of its own, an image changes from one pull to the next: two pods of one workload may run different programs.',
  fix: 'Write the version as tag, or the digest.',
  run: eachContainer(({ at, fields }) => {
    const image = textOf(fields['image']);
    // a field of another type is what the rule `schema` says
    if (image === undefined || image.includes('@') || image.includes('$')) return [];
    const [, tag] = /:([^/:]*)$/.exec(image) ?? [];
    if (tag !== undefined && tag !== '' && tag !== 'latest') return [];
    return [
      {
        at: `${at}.image`,
        message: tag === 'latest' ? `'${image}' is always the newest` : `'${image}' has no tag, so it is 'latest'`,
      },
    ];
  }),
};
