import { invalid } from './errors';

const HOST = /^(?:localhost|[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9-]+(?=:))(?::[0-9]+)?$/;
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
// github.com/distribution/reference: RepositoryNameTotalLengthMax
const LONGEST_REPOSITORY = 255;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;

const FORM = "it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest";

/**
 * A container image: registry, repository, and a tag or digest or both.
 *
 * Images are pinned: one without tag and digest, or with the tag `latest`, is refused.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 * @example
 * ContainerImage.parse('docker.io/grafana/loki:3.7.6').mirroredTo('registry.corp.example:5000');
 */
export class ContainerImage {
  /**
   * Reads an image reference, such as `quay.io/prometheus/prometheus:v3.14.0`.
   *
   * A reference that names no registry means Docker Hub, and is written out: `postgres:17` becomes
   * `docker.io/library/postgres:17`. Throws for a reference that no registry would take, and for one that is not pinned.
   */
  public static parse(reference: string): ContainerImage {
    if (typeof reference !== 'string' || reference === '') invalid('ContainerImage', 'reference', reference, FORM);
    const [beforeDigest = '', digest, ...moreDigests] = reference.split('@');
    const colon = beforeDigest.lastIndexOf(':');
    const hasTag = colon > beforeDigest.lastIndexOf('/');
    const path = hasTag ? beforeDigest.slice(0, colon) : beforeDigest;
    const tag = hasTag ? beforeDigest.slice(colon + 1) : undefined;
    const slash = path.indexOf('/');
    const first = slash < 0 ? '' : path.slice(0, slash);
    const namesRegistry = first === 'localhost' || first.includes('.') || first.includes(':');
    const registry = namesRegistry ? first : 'docker.io';
    const repository = namesRegistry ? path.slice(slash + 1) : slash < 0 ? `library/${path}` : path;
    const wellFormed =
      moreDigests.length === 0 &&
      isHost(registry) &&
      REPOSITORY.test(repository) &&
      repository.length <= LONGEST_REPOSITORY &&
      (tag === undefined || TAG.test(tag)) &&
      (digest === undefined || DIGEST.test(digest));
    if (!wellFormed) {
      invalid('ContainerImage', 'reference', reference, FORM);
    }
    if (digest === undefined && (tag === undefined || tag === 'latest')) {
      invalid(
        'ContainerImage',
        'reference',
        reference,
        "it must be pinned; give it a tag other than 'latest', or a digest",
      );
    }
    return new ContainerImage(registry, repository, tag, digest);
  }

  private constructor(
    /** Host, and port if any, of the registry: `docker.io`. */
    public readonly registry: string,
    /** Path of the image within its registry: `grafana/loki`. */
    public readonly repository: string,
    /** Tag: `3.7.6`. */
    public readonly tag?: string,
    /** Digest of the image index: `sha256:` and 64 hex digits. */
    public readonly digest?: string,
  ) {}

  /** The reference as a pod names it. */
  public get reference(): string {
    const tag = this.tag === undefined ? '' : `:${this.tag}`;
    const digest = this.digest === undefined ? '' : `@${this.digest}`;
    return `${this.registry}/${this.repository}${tag}${digest}`;
  }

  /** The version that the tag tells, without a leading `v` and a variant; undefined when it tells none. */
  public get version(): string | undefined {
    return /^v?(\d+(?:\.\d+)*)/.exec(this.tag ?? '')?.[1];
  }

  /**
   * The same image in another registry, as an air-gapped cluster or a pull-through cache has it.
   *
   * @param registry host, and port and path if any, without scheme: `registry.corp.example:5000/mirror`
   */
  public mirroredTo(registry: string): ContainerImage {
    const [host = '', ...path] = String(registry).split('/');
    if (!isHost(host) || (path.length > 0 && !REPOSITORY.test(path.join('/')))) {
      invalid(
        'ContainerImage',
        'registry',
        registry,
        "it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'",
      );
    }
    return new ContainerImage(host, [...path, this.repository].join('/'), this.tag, this.digest);
  }

  /**
   * The same image and tag, held to one content.
   *
   * @param digest `sha256:` and 64 hex digits, of the image index for clusters of mixed architectures
   */
  public withDigest(digest: string): ContainerImage {
    if (!DIGEST.test(digest)) invalid('ContainerImage', 'digest', digest, "it must be 'sha256:' and 64 hex digits");
    return new ContainerImage(this.registry, this.repository, this.tag, digest);
  }
}

function isHost(text: string): boolean {
  const [, port] = text.split(':');
  return HOST.test(text) && (port === undefined || (Number(port) >= 1 && Number(port) <= 65_535));
}
