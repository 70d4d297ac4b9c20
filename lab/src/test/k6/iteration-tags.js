// log: error: in a group
import exec from 'k6/execution';
import { group, fail } from 'k6';

export const options = {
  iterations: 4,
  thresholds: {
    'iterations{first:true}': ['count==1'],
    'iterations{first:false}': ['count==3'],
    'iteration_duration{first:false}': ['max<1000'],
    'iterations{within:group}': ['count==1'],
    'data_sent{first:true}': ['count==0'],
  },
};

export default function () {
  exec.vu.metrics.tags.first = exec.vu.iterationInScenario === 0;
  if (exec.vu.iterationInScenario === 3)
    group('fails', () => {
      exec.vu.metrics.tags.within = 'group';
      fail('in a group');
    });
}
