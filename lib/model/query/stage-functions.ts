/*
 * The functions that templates of log stages may call, beside those of Go itself: both agents take the functions of Sprig, and
 * 13 of their own. Each name was asked of Promtail 3.6 and of Alloy 1.18.
 *
 * https://grafana.com/docs/loki/latest/send-data/promtail/stages/template/#supported-functions
 */
export const STAGE_FUNCTIONS: readonly string[] = [
  'Hash Replace Sha2Hash ToLower ToUpper Trim TrimLeft TrimPrefix TrimRight TrimSpace TrimSuffix',
  'abbrev abbrevboth add add1 add1f addf adler32sum ago all any append atoi b32dec b32enc b64dec',
  'b64enc base bcrypt biggest buildCustomCert camelcase cat ceil chunk clean coalesce compact concat',
  'contains date dateInZone dateModify date_in_zone date_modify decryptAES deepCopy deepEqual default',
  'derivePassword dict dig dir div divf duration durationRound empty encryptAES env expandenv ext fail',
  'first float64 floor fromJson genCA genCAWithKey genPrivateKey genSelfSignedCert',
  'genSelfSignedCertWithKey genSignedCert genSignedCertWithKey get getHostByName has hasKey hasPrefix',
  'hasSuffix hello htmlDate htmlDateInZone htpasswd indent initial initials int int64 isAbs join',
  'kebabcase keys kindIs kindOf last list lower max maxf merge mergeOverwrite min minf mod mul mulf',
  'mustAppend mustChunk mustCompact mustDateModify mustDeepCopy mustFirst mustFromJson mustHas',
  'mustInitial mustLast mustMerge mustMergeOverwrite mustPrepend mustPush mustRegexFind',
  'mustRegexFindAll mustRegexMatch mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit',
  'mustRest mustReverse mustSlice mustToDate mustToJson mustToPrettyJson mustToRawJson mustUniq',
  'mustWithout must_date_modify nindent nospace now omit osBase osClean osDir osExt osIsAbs pick pluck',
  'plural prepend push quote randAlpha randAlphaNum randAscii randBytes randInt randNumeric regexFind',
  'regexFindAll regexMatch regexQuoteMeta regexReplaceAll regexReplaceAllLiteral regexSplit repeat',
  'replace rest reverse round semver semverCompare seq set sha1sum sha256sum shuffle slice snakecase',
  'sortAlpha split splitList splitn squote sub subf substr swapcase ternary title toDate toDecimal',
  'toJson toPrettyJson toRawJson toString toStrings trim trimAll trimPrefix trimSuffix trimall trunc',
  'tuple typeIs typeIsLike typeOf uniq unixEpoch unset until untilStep untitle upper urlJoin urlParse',
  'uuidv4 values without wrap wrapWith',
].flatMap((names) => names.split(' '));
