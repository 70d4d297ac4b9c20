package io.tidegate.lab.script;

import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.Script.UserNetwork;
import io.tidegate.lab.script.crypto.CryptoHost;
import io.tidegate.lab.script.data.DataHost;
import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import io.tidegate.lab.script.host.JsonLine;
import io.tidegate.lab.script.html.HtmlHost;
import io.tidegate.lab.script.http.HttpDefaults;
import io.tidegate.lab.script.http.HttpHost;
import io.tidegate.lab.script.http.HttpSender;
import io.tidegate.lab.script.socket.SocketHost;
import io.tidegate.lab.script.user.Console;
import io.tidegate.lab.script.user.Interrupted;
import io.tidegate.lab.script.user.Iteration;
import io.tidegate.lab.script.user.Role;
import io.tidegate.lab.script.user.UserState;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * One virtual user: the script in a context of its own, with connections of its own. Confined to
 * one thread, which is best a virtual one, but for {@link #stop}.
 */
public final class ScriptUser implements AutoCloseable {

  private static final String MAIN = "main";
  private static final String UNCAUGHT = "Uncaught (in promise) ";

  /** So the language says it of what is no Error. */
  private static final String UNHANDLED = "Error: Unhandled promise rejection: ";

  private static final End DONE = new End.Done(null);
  private static final String GROUP = "::";

  private final Context context;
  private final UserState state;
  private final Console console;
  private final JsValues values;
  private final @Nullable HttpClient client;
  private final HttpHost http;
  private final Value globals;
  private final Value iterate;
  private final Value exports;
  private final Set<Thread> beside = ConcurrentHashMap.newKeySet();
  private @Nullable Value exec;
  private final Map<String, String> env;

  ScriptUser(
      Script script,
      Context context,
      int id,
      @Nullable UserNetwork network,
      @Nullable RunInfo run,
      Set<String> systemTags) {
    ScriptSettings settings = script.settings();
    env = settings.env();
    console = settings.console();
    state = new UserState(settings.samples(), settings.metrics().builtin, systemTags);
    state.is(id);
    state.runsBeside(this::beside, console);
    this.context = context;
    try {
      values = new JsValues(context);
      client = network == null ? null : network.network().client(Math.max(0, id - 1));
      HttpDefaults defaults = network == null ? HttpDefaults.DEFAULT : network.defaults();
      HttpSender sender =
          network == null || client == null
              ? null
              : new HttpSender(client, state, network.tags(), network.pace(), defaults.debug());
      http = new HttpHost(state, defaults, sender, values);
      HostFunctions host = host(script, run, defaults.throwing());
      context.getBindings("js").putMember("__host", host.proxy());
      globals = load("k6/internal/globals", "internal");
      iterate = globals.getMember("iterate");
      exports = entry(script);
      state.initialized();
    } catch (PolyglotException e) {
      ScriptErrors.throwIfOutOfMemory(e);
      context.close(true);
      throw e;
    }
  }

  /** One that nobody reads a script in yet. */
  static Context context(Script script) {
    return Context.newBuilder("js")
        .engine(script.engine())
        .allowExperimentalOptions(true)
        .allowIO(IOAccess.newBuilder().fileSystem(script.files()).build())
        .option("js.esm-eval-returns-exports", "true")
        .option("js.console", "false")
        .option("js.print", "false")
        .option("js.load", "false")
        .option("js.unhandled-rejections", "throw") // as in k6
        .build();
  }

  private HostFunctions host(Script script, @Nullable RunInfo run, boolean throwing) {
    HostFunctions host = new HostFunctions(values);
    host.put("env", _ -> JsonLine.of(env));
    host.put("userId", _ -> state.id());
    new CoreHost(state, script.settings(), this::texts, throwing).addTo(host);
    http.addTo(host);
    FilesHost files = new FilesHost(context, state, script, values);
    files.addTo(host);
    host.later(more -> new ExecutionHost(state, run).addTo(more));
    host.later(more -> new SocketHost(state, client, http, values).addTo(more));
    host.later(more -> new CryptoHost(values).addTo(more));
    host.later(more -> new HtmlHost().addTo(more));
    host.later(more -> new DataHost(script.data(), files::at, values).addTo(more));
    return host;
  }

  private Map<String, String> texts(String json) {
    Map<String, String> texts = new TreeMap<>();
    Value tags = globals.invokeMember("parse", json);
    for (String name : tags.getMemberKeys()) texts.put(name, tag(name, tags.getMember(name)));
    return texts;
  }

  private static String tag(String name, Value value) {
    if (value.isString()) return value.asString();
    if (value.isNumber() || value.isBoolean()) return value.toString();
    throw new IllegalArgumentException(
        "invalid value for metric tag '"
            + name
            + "': only String, Boolean and Number types are accepted as a metric tag values");
  }

  private Value load(String module, String name) {
    String text = "import * as " + name + " from '" + module + "'; export { " + name + " };";
    return context.eval(ModuleSource.of(text, MAIN)).getMember(name);
  }

  /** What the script exports, as an ES module or as CommonJS. */
  private Value entry(Script script) {
    if (script.files().isCommonJs(script.file()))
      return context.getBindings("js").getMember("require").execute(script.file().toString());
    return load(script.file().toString().replace("\\", "\\\\").replace("'", "\\'"), "script");
  }

  /** Options as the script exports them. */
  Map<String, Object> options() {
    return values.plainMap(exports.getMember("options"));
  }

  /** Names of the functions that the script exports. */
  Set<String> functions() {
    Set<String> names = new LinkedHashSet<>();
    for (String name : exports.getMemberKeys())
      if (exports.getMember(name).canExecute()) names.add(name);
    return names;
  }

  /** Its number over all instances of the run; {@code id} unless this is called. */
  public void idInTest(long id) {
    state.isInTest(id);
  }

  /** What setup gave, for all that follow. */
  public void setupData(@Nullable String json) {
    globals.invokeMember("setupData", json);
  }

  /** How a call ended. */
  public sealed interface End {
    /** As it should; what it gave as JSON, null for nothing. */
    record Done(@Nullable String json) implements End {}

    /** By what the script has to say of the summary: texts and bytes, by where they go. */
    record Summary(Map<String, byte[]> files) implements End {}

    /** As it should, but what it gave cannot be used. */
    record Refused(String message) implements End {}

    /** By the end of the run, which the script wanted. */
    record Aborted() implements End {}

    /** By an exception. */
    record Failed(String message) implements End {}

    /** It was stopped. */
    record Stopped() implements End {}
  }

  /** Does one iteration. */
  public End iterate(Role role, Iteration iteration) {
    if (state.begins(role, iteration)) enter(role);
    http.begins();
    Settled settled = new Settled();
    return ended(
        settled,
        _ -> DONE,
        () -> iterate.execute(exec, settled, (double) iteration.ofUser()).asBoolean());
  }

  /** Tags of what is measured of the user, with those that the script set. The user's thread. */
  public TagSet tags() {
    return state.tags();
  }

  private void enter(Role role) {
    exec = exports.getMember(role.exec());
    if (!role.env().isEmpty()) globals.invokeMember("environment", envWith(role.env()));
  }

  private String envWith(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(env);
    all.putAll(more);
    return JsonLine.of(all);
  }

  /** Calls setup or teardown. */
  public End call(String function, Role role) {
    return called(
        "callWithData", function, null, role, GROUP + function, value -> new End.Done(kept(value)));
  }

  /** Has the script say something of the summary; {@link End.Done} where it says nothing. */
  public End handleSummary(String summaryJson, Role role) {
    return called("handleSummary", "handleSummary", summaryJson, role, "", ScriptUser::summary);
  }

  private End called(
      String how,
      String function,
      @Nullable String json,
      Role role,
      String group,
      Function<Value, End> result) {
    state.begins(role, Iteration.FIRST);
    state.group(group);
    http.begins();
    Settled settled = new Settled();
    Value called = exports.getMember(function);
    return ended(
        settled,
        result,
        () -> {
          if (json == null) globals.invokeMember(how, called, settled);
          else globals.invokeMember(how, called, json, settled);
          return false;
        });
  }

  private @Nullable String kept(Value value) {
    Value json = globals.invokeMember("kept", value);
    return json.isNull() ? null : json.asString();
  }

  private static End summary(Value value) {
    if (value.isNull()) return DONE;
    if (!value.hasMembers() || value.hasArrayElements())
      return new End.Refused("handleSummary() should return a map with string keys");
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : value.getMemberKeys()) {
      Value one = value.getMember(name);
      if (!one.isString() && !one.hasBufferElements())
        return new End.Refused(
            "error handling summary object "
                + name
                + ": invalid type, it needs to be a string or ArrayBuffer");
      files.put(name, JsValues.bytes(one));
    }
    return new End.Summary(files);
  }

  /**
   * How what is begun ends.
   *
   * @param result the end, by what it gave
   * @param begin whether that was all, but for what it leaves to be done later
   */
  private End ended(Settled settled, Function<Value, End> result, BooleanSupplier begin) {
    try {
      boolean over = begin.getAsBoolean();
      state.loop().run();
      if (over) return DONE;
      if (settled.value == null) return new End.Stopped();
      if (!settled.succeeded && settled.value.isException()) throw settled.value.throwException();
      if (!settled.succeeded) return new End.Failed(UNCAUGHT + ScriptErrors.thrown(settled.value));
    } catch (PolyglotException e) {
      ScriptErrors.throwIfOutOfMemory(e);
      if (TestAborted.is(e)) return new End.Aborted();
      if (Thread.currentThread().isInterrupted() || e.isCancelled() || e.isInterrupted())
        return new End.Stopped();
      boolean rejected = settled.value != null && !settled.succeeded;
      String text = ScriptErrors.text(e);
      if (text.startsWith(UNHANDLED))
        return new End.Failed(UNCAUGHT + text.substring(UNHANDLED.length()));
      return new End.Failed((rejected ? UNCAUGHT : "") + text);
    } catch (InterruptedException | Interrupted _) {
      return new End.Stopped();
    } finally {
      state.ends();
      beside.forEach(Thread::interrupt);
    }
    try {
      return result.apply(settled.value);
    } catch (PolyglotException e) {
      return new End.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static final class Settled implements ProxyExecutable {
    private @Nullable Value value;
    private boolean succeeded;

    @Override
    public @Nullable Object execute(Value... arguments) {
      succeeded = arguments[0].asBoolean();
      value = arguments[1];
      return null;
    }
  }

  private void beside(UserState.Beside task) {
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                task.run();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              } finally {
                beside.remove(Thread.currentThread());
              }
            });
    beside.add(thread);
    thread.start();
  }

  /** Between two iterations: connections that are not to be used again are closed. */
  public void closeConnections() {
    if (client != null) client.closeIdle();
  }

  /**
   * Ends a script that does not end by itself, as one in a loop: it can be used no more. Any
   * thread.
   */
  public void stop() {
    context.close(true);
  }

  /** Says something in the script's name. */
  void say(String level, String message) {
    console.say(level, message);
  }

  @Override
  public void close() {
    if (client != null) client.close();
    context.close(true);
  }
}
