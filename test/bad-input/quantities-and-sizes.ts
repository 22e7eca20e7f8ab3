import { Duration, Size } from 'cdk8s';
import { ComputeResources, Storage } from '../../lib';
import { deployment } from '../validation/support/validate';
import { make, untyped, validated, type BadCase } from './bad-case';

const memory = (memoryLimit: string): ComputeResources => new ComputeResources({ memoryLimit });
const cpu = (cpuRequest: string): ComputeResources => new ComputeResources({ cpuRequest });

/** CPU, memory, volumes and bounds by size. */
export const QUANTITIES_AND_SIZES: readonly BadCase[] = [
  [
    23,
    'memory in MB',
    () => memory('256MB'),
    `[ComputeResources] 'memoryLimit' is "256MB"; it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'`,
  ],
  [
    23,
    'memory with a blank',
    () => memory('1 Gi'),
    `[ComputeResources] 'memoryLimit' is "1 Gi"; it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'`,
  ],
  [
    23,
    'memory with two points',
    () => memory('1.5.0Gi'),
    `[ComputeResources] 'memoryLimit' is "1.5.0Gi"; it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'`,
  ],
  [
    23,
    'empty memory',
    () => memory(''),
    `[ComputeResources] 'memoryLimit' is ""; it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'`,
  ],
  [
    23,
    'memory that is no number',
    () => memory('NaN'),
    `[ComputeResources] 'memoryLimit' is "NaN"; it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'`,
  ],
  [
    23,
    'memory as a number',
    () => memory(untyped(268435456)),
    "[ComputeResources] 'memoryLimit' is 268435456; it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'",
  ],
  [
    23,
    'CPU in words',
    () => cpu('one'),
    `[ComputeResources] 'cpuRequest' is "one"; it must be a Kubernetes quantity of CPU, such as '100m' or '2'`,
  ],
  [
    23,
    'CPU with a decimal comma',
    () => cpu('0,5'),
    `[ComputeResources] 'cpuRequest' is "0,5"; it must be a Kubernetes quantity of CPU, such as '100m' or '2'`,
  ],
  [
    24,
    'a quarter of a byte',
    () => memory('256m'),
    `[ComputeResources] 'memoryLimit' is "256m"; it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'`,
  ],
  [
    24,
    'a quarter of a byte in a manifest',
    () => validated(deployment({ resources: { requests: { cpu: '1m', memory: '256m' }, limits: { memory: '64Mi' } } })),
    "high quantity: Deployment shop/api, spec.template.spec.containers[0].resources.requests.memory: '256m' is 0.256 bytes; write '256Mi'",
  ],
  [
    25,
    'negative memory',
    () => memory('-1Gi'),
    `[ComputeResources] 'memoryLimit' is "-1Gi"; it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'`,
  ],
  [
    25,
    'negative CPU',
    () => cpu('-100m'),
    `[ComputeResources] 'cpuRequest' is "-100m"; it must be a Kubernetes quantity of CPU, such as '100m' or '2'`,
  ],
  [
    25,
    'no CPU',
    () => cpu('0'),
    `[ComputeResources] 'cpuRequest' is "0"; it must be a Kubernetes quantity of CPU, such as '100m' or '2'`,
  ],
  [
    26,
    'memory that is asked for above its limit',
    () => new ComputeResources({ memoryRequest: '1Gi', memoryLimit: '1000Mi' }),
    `[ComputeResources] 'memoryRequest' is "1Gi"; it must be at most 'memoryLimit', which is "1000Mi"`,
  ],
  [
    26,
    'CPU that is asked for above its limit',
    () => new ComputeResources({ cpuRequest: '1', cpuLimit: '900m' }),
    `[ComputeResources] 'cpuRequest' is "1"; it must be at most 'cpuLimit', which is "900m"`,
  ],
  [
    26,
    'memory above its limit in a manifest',
    () => validated(deployment({ resources: { requests: { cpu: '1m', memory: '2Gi' }, limits: { memory: '1Gi' } } })),
    'high quantity: Deployment shop/api, spec.template.spec.containers[0].resources.requests.memory: the request 2Gi is above the limit 1Gi',
  ],
  [
    27,
    'a claim of nothing',
    () => Storage.persistent(Size.gibibytes(0)),
    "[Storage] 'size' is 0Gi; it must be at least 1 KiB",
  ],
  [
    27,
    'a claim in text',
    () => Storage.persistent(untyped('10 GB')),
    `[Storage] 'size' is "10 GB"; it must be a Size, such as Size.gibibytes(10)`,
  ],
  [
    27,
    'a claim in words',
    () => Storage.ephemeral(untyped('ten')),
    `[Storage] 'size' is "ten"; it must be a Size, such as Size.gibibytes(10)`,
  ],
  [
    27,
    'half a KiB',
    () => Storage.persistent(Size.kibibytes(0.5)),
    "[Storage] 'size' is 0.5Ki; it must be at least 1 KiB",
  ],
  [
    27,
    'a storage class in capitals',
    () => Storage.persistent(Size.gibibytes(1), { storageClassName: 'Fast' }),
    `[Storage] 'storageClassName' is "Fast"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    27,
    'a size as the storage',
    () => make.loki({ storage: Size.gibibytes(1) }),
    "[test/Loki] 'storage' is 1Gi; it must be Storage.persistent(Size.gibibytes(10)) or Storage.ephemeral(Size.gibibytes(10))",
  ],
  [
    27,
    'too little storage for Prometheus',
    () => make.prometheus({ storage: Storage.persistent(Size.mebibytes(256)) }),
    "[test/Prometheus] 'storage' is 256Mi; it must be at least 512Mi",
  ],
  [
    64,
    'a bound of the body as text',
    () => make.prometheus({ bodySizeLimit: '100' }),
    `[test/Prometheus] 'bodySizeLimit' is "100"; it must be a Size, such as Size.gibibytes(5)`,
  ],
  [
    64,
    'a bound of the body below 1 MiB',
    () => make.prometheus({ bodySizeLimit: Size.kibibytes(100) }),
    "[test/Prometheus] 'bodySizeLimit' is 100Ki; it must be at least 1Mi",
  ],
  [
    64,
    'a negative bound of samples',
    () => make.prometheus({ sampleLimit: -1 }),
    "[test/Prometheus] 'sampleLimit' is -1; it must be a whole number of at least 1",
  ],
  [
    69,
    'more kept than 80 % of the storage',
    () => make.prometheus({ retentionSize: Size.gibibytes(8) }),
    "[test/Prometheus] 'retentionSize' is 8Gi; it must be at most 6553Mi, 80 % of the storage: the rest is for blocks that are being written; ask for more 'storage' or keep less",
  ],
  [
    69,
    'a bound of what is kept as text',
    () => make.prometheus({ retentionSize: '5GB' }),
    `[test/Prometheus] 'retentionSize' is "5GB"; it must be a Size, such as Size.gibibytes(5)`,
  ],
  [
    69,
    'metrics kept for an hour',
    () => make.prometheus({ retention: Duration.hours(1) }),
    "[test/Prometheus] 'retention' is 1h; it must be at least 2h, the length of one block",
  ],
  [
    21,
    'a number that no program can count to',
    () => make.prometheus({ sampleLimit: 1e21 }),
    "[test/Prometheus] 'sampleLimit' is 1e+21; it must be at most 9007199254740991",
  ],
];
