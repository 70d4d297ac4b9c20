package io.tidegate.lab.convert;

import static io.tidegate.lab.convert.ScriptWriter.quoted;

import java.util.ArrayList;
import java.util.List;

/**
 * How many users a thread group has and how long they come, as a scenario.
 *
 * @param function that its users call
 * @param rampUsers users over whom the first iterations are spread; 0 where the executor does that
 * @param rampSeconds over how long
 */
record JmxLoad(String function, String name, List<String> options, int rampUsers, int rampSeconds) {

  private static final int FOREVER = -1;
  private static final int SECONDS_WITHOUT_END = 3_600;

  static JmxLoad of(JmxElement group, String name, String function, ScriptWriter notes) {
    Numbers numbers = new Numbers(group, notes);
    int users = Math.max(1, numbers.of("ThreadGroup.num_threads", 1));
    int ramp = numbers.of("ThreadGroup.ramp_time", 0);
    boolean scheduled = group.flag("ThreadGroup.scheduler");
    int seconds = scheduled ? numbers.of("ThreadGroup.duration", 0) : 0;
    int loops = loops(group, numbers);
    List<String> options = new ArrayList<>();
    int rampUsers = 0;
    if (loops != FOREVER) {
      options.add("executor: 'per-vu-iterations', vus: " + users + ", iterations: " + loops);
      options.add("maxDuration: '" + (seconds > 0 ? seconds : 24 * SECONDS_WITHOUT_END) + "s'");
      rampUsers = ramp > 0 ? users : 0;
    } else {
      if (seconds == 0) notes.note(group + " has no end; here it ends after an hour");
      int length = seconds == 0 ? SECONDS_WITHOUT_END : seconds;
      if (ramp == 0)
        options.add("executor: 'constant-vus', vus: " + users + ", duration: '" + length + "s'");
      else
        options.add(
            "executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '%ds', target: %d }, { duration: '%ds', target: %d }]"
                .formatted(Math.min(ramp, length), users, Math.max(0, length - ramp), users));
    }
    int delay = scheduled ? numbers.of("ThreadGroup.delay", 0) : 0;
    if (delay > 0) options.add("startTime: '" + delay + "s'");
    options.add("exec: " + quoted(function));
    tell(group, notes);
    return new JmxLoad(function, name, options, rampUsers, ramp);
  }

  private static int loops(JmxElement group, Numbers numbers) {
    String loops = group.inner("ThreadGroup.main_controller", "LoopController.loops");
    boolean forever =
        group
            .inner("ThreadGroup.main_controller", "LoopController.continue_forever")
            .equals("true");
    int number = numbers.value(loops, "its number of loops", 1);
    return number < 0 || (forever && loops.isEmpty()) ? FOREVER : Math.max(1, number);
  }

  private static void tell(JmxElement group, ScriptWriter notes) {
    String onError = group.text("ThreadGroup.on_sample_error");
    if (!onError.isEmpty() && !onError.equals("continue"))
      notes.note("%s: after an error it would %s; here it goes on".formatted(group, onError));
  }

  /** Numbers of a plan, which may be written as a property with a default. */
  private record Numbers(JmxElement group, ScriptWriter notes) {

    int of(String property, int otherwise) {
      return value(group.text(property), property, otherwise);
    }

    int value(String written, String what, int otherwise) {
      String text = written.replaceAll("\\$\\{__(?:P|property)\\([^,()]*,\\s*(\\d+)\\)}", "$1");
      if (text.isEmpty()) return otherwise;
      if (text.matches("-?\\d{1,9}")) return Integer.parseInt(text);
      notes.note("%s: %s is %s; here it is %d".formatted(group, what, written, otherwise));
      return otherwise;
    }
  }
}
