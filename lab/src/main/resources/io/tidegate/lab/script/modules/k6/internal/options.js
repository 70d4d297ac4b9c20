// Options as k6/execution shows them: all there are, with the scenarios that follow from them.

const COMMON = ['startTime', 'gracefulStop', 'env', 'exec', 'tags'];

const EXECUTORS = {
  'shared-iterations': ['vus', 'iterations', 'maxDuration'],
  'per-vu-iterations': ['vus', 'iterations', 'maxDuration'],
  'constant-vus': ['vus', 'duration'],
  'ramping-vus': ['startVUs', 'stages', 'gracefulRampDown'],
  'constant-arrival-rate': ['rate', 'timeUnit', 'duration', 'preAllocatedVUs', 'maxVUs'],
  'ramping-arrival-rate': ['startRate', 'timeUnit', 'stages', 'preAllocatedVUs', 'maxVUs'],
  'externally-controlled': ['vus', 'duration', 'maxVUs'],
};

const OPTIONS = [
  'paused', 'scenarios', 'executionSegment', 'executionSegmentSequence', 'noSetup', 'setupTimeout', 'noTeardown',
  'teardownTimeout', 'rps', 'dns', 'maxRedirects', 'userAgent', 'batch', 'batchPerHost', 'httpDebug',
  'insecureSkipTLSVerify', 'tlsCipherSuites', 'tlsVersion', 'tlsAuth', 'throw', 'thresholds', 'blacklistIPs',
  'blockHostnames', 'hosts', 'noConnectionReuse', 'noVUConnectionReuse', 'minIterationDuration', 'ext',
  'summaryTrendStats', 'summaryTimeUnit', 'systemTags', 'tags', 'metricSamplesBufferSize', 'noCookiesReset',
  'discardResponseBodies', 'consoleOutput', 'localIPs',
];

const DEFAULTS = {
  dns: { ttl: null, select: null, policy: null },
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'],
  systemTags: [
    'check', 'error', 'error_code', 'expected_response', 'group', 'method', 'name', 'proto', 'scenario', 'service',
    'status', 'subproto', 'tls_version', 'url',
  ],
};

const picked = (from, names) => Object.fromEntries(names.map(name => [name, from[name] ?? null]));

const scenario = given => ({
  executor: given.executor,
  ...picked(given, COMMON),
  ...picked(given, EXECUTORS[given.executor] ?? []),
});

// What the short options stand for.
function ofShort({ vus, iterations, duration, stages }) {
  if (stages) return { executor: 'ramping-vus', startVUs: vus, stages };
  if (iterations) return { executor: 'shared-iterations', vus, iterations, maxDuration: duration };
  return duration ? { executor: 'constant-vus', vus, duration } : { executor: 'per-vu-iterations' };
}

const threshold = one => (typeof one === 'object' ? picked(one, ['threshold', 'abortOnFail', 'delayAbortEval']) : one);

const mapped = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));

export function allOptions(given) {
  const all = picked({ ...DEFAULTS, ...given }, OPTIONS);
  all.scenarios = mapped(given.scenarios ?? { default: ofShort(given) }, scenario);
  if (all.thresholds !== null) all.thresholds = mapped(all.thresholds, list => [list].flat().map(threshold));
  return all;
}
