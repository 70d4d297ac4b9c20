package io.tidegate.lab.script;

import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.script.Script.UserNetwork;
import io.tidegate.lab.script.crypto.CryptoHost;
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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
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
  private static final End DONE = new End.Done(null);

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
  private @Nullable Value setupData;
  private @Nullable Value exec;
  private final Map<String, String> env;

  ScriptUser(
      Script script, @Nullable UserNetwork network, @Nullable RunInfo run, Set<String> systemTags)
      throws ScriptException {
    ScriptSettings settings = script.settings();
    env = settings.env();
    console = settings.console();
    state = new UserState(settings.samples(), settings.metrics().builtin, systemTags);
    state.runsBeside(this::beside, console);
    context = context(script);
    try {
      values = new JsValues(context);
      client = network == null ? null : network.network().client(0);
      HttpDefaults defaults = network == null ? HttpDefaults.DEFAULT : network.defaults();
      HttpSender sender =
          network == null || client == null ? null : new HttpSender(client, state, network.tags());
      http = new HttpHost(state, defaults, sender, values);
      HostFunctions host = host(script, run, defaults.throwing());
      context.getBindings("js").putMember("__host", host.proxy());
      globals = load("k6/internal/globals", "internal");
      iterate = globals.getMember("iterate");
      exports = entry(script);
      state.initialized();
    } catch (PolyglotException e) {
      context.close(true);
      throw new ScriptException(ScriptErrors.text(e));
    }
  }

  private static Context context(Script script) {
    return Context.newBuilder("js")
        .engine(script.engine())
        .allowExperimentalOptions(true)
        .allowIO(IOAccess.newBuilder().fileSystem(script.files()).build())
        .option("js.esm-eval-returns-exports", "true")
        .option("js.console", "false")
        .option("js.print", "false")
        .option("js.load", "false")
        .build();
  }

  private HostFunctions host(Script script, @Nullable RunInfo run, boolean throwing) {
    HostFunctions host = new HostFunctions(values);
    host.put("env", _ -> JsonLine.of(env));
    new CoreHost(state, script.settings(), script.arrays(), this::texts, throwing).addTo(host);
    new ExecutionHost(state, run).addTo(host);
    http.addTo(host);
    new SocketHost(state, client, http, values).addTo(host);
    new CryptoHost(values).addTo(host);
    new HtmlHost().addTo(host);
    new FilesHost(context, state, script.folder(), values).addTo(host);
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
    String path = script.file().toString().replace("\\", "\\\\").replace("'", "\\'");
    Value module = load(path, "script");
    boolean empty = module.getMemberKeys().isEmpty();
    if (!empty) return module;
    Value require = context.getBindings("js").getMember("require");
    return require.execute(script.file().toString());
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

  /** Who it is from now on. */
  public void is(int id) {
    state.is(id);
  }

  /** What setup gave, for all that follow. */
  public void setupData(@Nullable String json) {
    setupData = json == null ? null : globals.invokeMember("parse", json);
  }

  /** How a call ended. */
  public sealed interface End {
    /** As it should; what it gave as JSON, null for nothing. */
    record Done(@Nullable String json) implements End {}

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
        false,
        () ->
            iterate
                .execute(exec, setupData, settled, state.id(), (double) iteration.ofUser())
                .asBoolean());
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

  /** Calls another function of the script, such as setup. */
  public End call(String function, @Nullable String dataJson, Role role) {
    state.begins(role, Iteration.FIRST);
    state.group("::" + function);
    http.begins();
    Value data = dataJson == null ? null : globals.invokeMember("parse", dataJson);
    Settled settled = new Settled();
    return ended(
        settled,
        true,
        () -> {
          globals.invokeMember("call", exports.getMember(function), data, settled);
          return false;
        });
  }

  /**
   * How what is begun ends.
   *
   * @param begin whether that was all, but for what it leaves to be done later
   */
  private End ended(Settled settled, boolean wantsResult, BooleanSupplier begin) {
    try {
      boolean over = begin.getAsBoolean();
      state.loop().run();
      if (over) return DONE;
      if (settled.value == null) return new End.Stopped();
      if (!settled.succeeded) return new End.Failed(ScriptErrors.thrown(settled.value));
      if (!wantsResult) return DONE;
      Value json = globals.invokeMember("json", settled.value);
      return new End.Done(json.isNull() ? null : json.asString());
    } catch (PolyglotException e) {
      if (Thread.currentThread().isInterrupted() || e.isCancelled() || e.isInterrupted())
        return new End.Stopped();
      return new End.Failed(ScriptErrors.text(e));
    } catch (InterruptedException | Interrupted _) {
      return new End.Stopped();
    } finally {
      state.ends();
      beside.forEach(Thread::interrupt);
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
