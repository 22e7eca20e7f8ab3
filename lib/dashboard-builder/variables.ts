import { type JsonObject, plain, without } from './plain';
import { sdk } from './sdk';
import { referenceTo } from './sources';
import type { QueryVariableSpec, TextVariableSpec, VariableSpec } from './spec';

// what the stack provisions
const FIRST_CHOICE = { text: 'Prometheus', value: 'prometheus' };

/** The variables in the order in which they stand, that of the data source first. */
export function variableModels(specs: readonly VariableSpec[]): JsonObject[] {
  return [
    datasourceVariable(),
    ...specs.map((spec) => (spec.kind === 'text' ? textVariable(spec) : queryVariable(spec))),
  ];
}

function datasourceVariable(): JsonObject {
  const variable = new (sdk().dashboard.DatasourceVariableBuilder)('datasource')
    .label('Data source')
    .type('prometheus')
    .current({ selected: true, ...FIRST_CHOICE });
  return variableModel(variable.build());
}

function queryVariable(spec: QueryVariableSpec): JsonObject {
  const { dashboard } = sdk();
  const variable = new dashboard.QueryVariableBuilder(spec.name)
    .label(spec.label)
    .datasource(referenceTo(spec.source))
    .query(spec.query)
    .multi(spec.multi ?? false)
    .includeAll(spec.multi ?? false)
    .hide(spec.hidden ? dashboard.VariableHide.HideVariable : dashboard.VariableHide.DontHide)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc);
  return variableModel(variable.build());
}

function textVariable({ name, label, value }: TextVariableSpec): JsonObject {
  const variable = new (sdk().dashboard.TextBoxVariableBuilder)(name)
    .label(label)
    .defaultValue(value)
    .current({ selected: true, text: value, value });
  return variableModel(variable.build());
}

/** Without what the SDK writes for variables of the kind `interval`. */
function variableModel(variable: object): JsonObject {
  return without(plain(variable), ['auto', 'auto_min', 'auto_count', 'skipUrlSync']);
}
