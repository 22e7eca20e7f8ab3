/** Uids and titles of the dashboards: links, bookmarks and people's habits hold on to them. */
export const PROMETHEUS = { uid: '9fa0d141-d019-4ad7-8bc5-42196ee308bd', title: 'Prometheus / Overview' };

export const LOKI = { uid: 'loki-overview', title: 'Loki / Overview' };

export const LOG_COLLECTION = { uid: 'logs-collection', title: 'Logs / Collection' };

/** Variables: `namespace`, `app`, `search`. */
export const LOG_SEARCH = { uid: 'logs-search', title: 'Logs / Search' };

/** What the dashboards are found by. */
export const TAGS = ['plg', 'monitoring'] as const;
