import { eachOneOf, FILE_MODE, from, ONE_MEMBER, oneOf, properties, type Rules } from './fragments';

const ACCESS_MODES = {
  ...eachOneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'),
  minItems: 1,
};

/** Volumes, claims and storage classes. */
export const STORAGE: Rules = {
  'core.v1.ConfigMapVolumeSource': { required: ['name'], properties: { defaultMode: FILE_MODE } },
  'core.v1.DownwardAPIVolumeSource': properties({ defaultMode: FILE_MODE }),
  'core.v1.EmptyDirVolumeSource': properties({ medium: { pattern: '^(Memory|HugePages(-[0-9]+[KMGT]i)?)?$' } }),
  'core.v1.HostPathVolumeSource': properties({
    path: { pattern: '^/(?!(.*/)?\\.\\.(/|$))' },
    type: oneOf('', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'),
  }),
  'core.v1.KeyToPath': properties({ mode: FILE_MODE, path: { pattern: '^(?!/)(?!(.*/)?\\.\\.(/|$)).+$' } }),
  'core.v1.PersistentVolumeClaimSpec': {
    required: ['accessModes', 'resources'],
    properties: {
      accessModes: ACCESS_MODES,
      resources: { required: ['requests'], properties: { requests: { required: ['storage'] } } },
      volumeMode: oneOf('Filesystem', 'Block'),
    },
  },
  'core.v1.PersistentVolumeSpec': {
    required: ['accessModes', 'capacity'],
    properties: {
      accessModes: ACCESS_MODES,
      persistentVolumeReclaimPolicy: oneOf('Retain', 'Delete', 'Recycle'),
      volumeMode: oneOf('Filesystem', 'Block'),
    },
  },
  'core.v1.ProjectedVolumeSource': { required: ['sources'], properties: { defaultMode: FILE_MODE } },
  'core.v1.SecretVolumeSource': { required: ['secretName'], properties: { defaultMode: FILE_MODE } },
  'core.v1.ServiceAccountTokenProjection': properties({ expirationSeconds: from(600, 4294967296) }),
  // the name and one source; a volume with no source at all is legal and an emptyDir
  'core.v1.Volume': { maxProperties: 2 },
  'core.v1.VolumeMount': properties({
    mountPath: { pattern: '^/[^:]*$' },
    mountPropagation: oneOf('None', 'HostToContainer', 'Bidirectional'),
    subPath: { pattern: '^(?!/)(?!(.*/)?\\.\\.(/|$))' },
  }),
  'core.v1.VolumeProjection': ONE_MEMBER,
  'storage.v1.StorageClass': properties({
    reclaimPolicy: oneOf('Retain', 'Delete'),
    volumeBindingMode: oneOf('Immediate', 'WaitForFirstConsumer'),
  }),
};
