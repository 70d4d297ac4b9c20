package io.tidegate.lab.script;

import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsonLine;
import io.tidegate.lab.script.user.Iteration;
import io.tidegate.lab.script.user.UserState;
import java.util.Map;
import java.util.TreeMap;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** What {@code k6/execution} says and does. Confined to the user's thread. */
final class ExecutionHost {

  private static final String METADATA = "metadata";

  private final UserState state;
  private final @Nullable RunInfo run;

  ExecutionHost(UserState state, @Nullable RunInfo run) {
    this.state = state;
    this.run = run;
  }

  void addTo(HostFunctions host) {
    host.put("userIdInTest", _ -> (double) state.idInTest());
    host.put("scenario", a -> scenario(a[0].asString()));
    host.put("scenarioStartMs", _ -> run().startMs(state.role().scenario()));
    host.put("scenarioProgress", _ -> run().progress(state.role().scenario()));
    host.put("iteration", a -> iteration(a[0].asString()));
    host.put("instance", a -> instance(a[0].asString()));
    host.put("tag", a -> named(a[0].asString()).get(a[1].asString()));
    host.put("setTag", a -> setTag(a[0].asString(), a[1].asString(), a[2].asString()));
    host.put("deleteTag", a -> deleteTag(a[0].asString(), a[1].asString()));
    host.put("allTags", a -> JsonLine.of(map(named(a[0].asString()))));
    host.put("optionsJson", _ -> run().optionsJson());
    host.put("abort", this::abort);
    host.put("failTest", this::fail);
  }

  private RunInfo run() {
    if (run == null)
      throw new IllegalStateException("this is not known while the script is being read");
    return run;
  }

  private Object scenario(String what) {
    return what.equals("name") ? state.role().scenario() : state.role().executor();
  }

  private Object iteration(String what) {
    Iteration now = state.iteration();
    return (double)
        switch (what) {
          case "inTest" -> now.inTest();
          case "inInstance" -> now.inInstance();
          case "ofUser" -> now.ofUser();
          default -> now.ofUserInScenario();
        };
  }

  private Object instance(String what) {
    return switch (what) {
      case "runMs" -> run().runMs();
      case "completed" -> (double) run().iterationsCompleted();
      case "interrupted" -> (double) run().iterationsInterrupted();
      case "active" -> run().vusActive();
      default -> run().vusInitialized();
    };
  }

  /** Tags, or metadata. */
  private TagSet named(String kind) {
    return kind.equals(METADATA) ? state.tags().metadata() : state.tags();
  }

  private static Map<String, String> map(TagSet tags) {
    Map<String, String> map = new TreeMap<>();
    tags.forEach(map::put);
    return map;
  }

  private @Nullable Object setTag(String kind, String name, String value) {
    if (kind.equals(METADATA)) state.metadata(name, value);
    else state.tag(name, value);
    return null;
  }

  private @Nullable Object deleteTag(String kind, String name) {
    if (kind.equals(METADATA)) state.noMetadata(name);
    else state.untag(name);
    return null;
  }

  private Object abort(Value[] arguments) {
    String own = arguments[0].asString();
    String reason = own.isEmpty() ? "test aborted" : "test aborted: " + own;
    if (run != null) {
      run.abort(reason);
      // A script that catches what follows gets no further than to its next wait.
      Thread.currentThread().interrupt();
    }
    throw new TestAborted(reason);
  }

  private @Nullable Object fail(Value[] arguments) {
    run().fail(arguments[0].asString());
    return null;
  }
}
