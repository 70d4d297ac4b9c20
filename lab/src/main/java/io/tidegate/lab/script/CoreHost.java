package io.tidegate.lab.script;

import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.ValueType;
import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.user.Console;
import io.tidegate.lab.script.user.Interrupted;
import io.tidegate.lab.script.user.UserState;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Checks, groups, sleep, metrics and what users share. Confined to the user's thread. */
final class CoreHost {

  private static final String GROUP_SEPARATOR = "::";
  private static final int TAG_SETS_KEPT = 100;
  private static final boolean IS_UTC =
      TimeZone.getDefault().getID().matches("(Etc/)?(UTC|UCT|Universal|Zulu)");

  private final UserState state;
  private final Console console;
  private final MetricRegistry metrics;
  private final JsonText json;
  private final @Nullable LongAdder skippedNs;
  private final boolean throwing;

  /** Of objects that a script gives as tags, by their JSON. */
  private final Map<String, TagSet> tagSets = new HashMap<>();

  /**
   * @param throwing whether a metric that is given no number throws
   */
  CoreHost(UserState state, ScriptSettings settings, JsonText json, boolean throwing) {
    this.state = state;
    console = settings.console();
    metrics = settings.metrics();
    skippedNs = settings.skippedNs();
    this.json = json;
    this.throwing = throwing;
  }

  void addTo(HostFunctions host) {
    host.put("say", a -> say(a[0].asString(), a[1].asString()));
    host.put("refuse", a -> refuse(a[0].asString()));
    host.put("isUtc", _ -> IS_UTC);
    host.put("isInit", _ -> state.isInit());
    host.put("initOnly", a -> initOnly(a[0].asString()));
    host.put("sleep", a -> sleep(a[0].asDouble()));
    host.put("tags", a -> tags(a[0].asString()));
    host.put("checked", a -> checked(a[0].asString(), a[1].asBoolean(), tagsOf(a[2])));
    host.put("beginGroup", a -> beginGroup(a[0].asString()));
    host.put("endGroup", a -> endGroup(a[0].asHostObject()));
    host.put("metric", a -> metric(a[0].asString(), a[1].asString(), a[2].asBoolean()));
    host.put("measured", a -> measured(a[0].asHostObject(), a[1].asDouble(), tagsOf(a[2])));
    host.put("mistaken", a -> mistaken(a[0].asString()));
    host.put("after", a -> (double) after(a[0].asDouble(), a[1]::executeVoid));
    host.put("cancel", a -> cancel((long) a[0].asDouble()));
  }

  private @Nullable Object say(String level, String message) {
    console.say(level, message);
    return null;
  }

  /** What a module refuses in its own name. */
  private static Object refuse(String why) {
    throw new IllegalArgumentException(why);
  }

  private @Nullable Object initOnly(String what) {
    if (state.isInit()) return null;
    throw new IllegalStateException(what + " must be made in the init context");
  }

  private @Nullable Object sleep(double seconds) {
    if (!(seconds > 0)) return null;
    long ns = (long) Math.min(seconds * 1e9, Long.MAX_VALUE);
    try {
      if (skippedNs == null) TimeUnit.NANOSECONDS.sleep(ns);
      else skippedNs.add(ns);
      return null;
    } catch (InterruptedException e) {
      throw Interrupted.now();
    }
  }

  private long after(double ms, Runnable task) {
    if (skippedNs == null) return state.loop().after(ms, task);
    skippedNs.add((long) Math.max(0, ms * 1e6));
    return state.loop().after(0, task);
  }

  private @Nullable Object cancel(long id) {
    state.loop().cancel(id);
    return null;
  }

  // ---- tags ----

  private Object tags(String text) {
    TagSet known = tagSets.get(text);
    if (known != null) return known;
    TagSet tags = TagSet.of(json.texts(text));
    if (tagSets.size() < TAG_SETS_KEPT) tagSets.put(text, tags);
    return tags;
  }

  private static TagSet tagsOf(Value tags) {
    return tags.isNull() ? TagSet.EMPTY : tags.asHostObject();
  }

  // ---- checks and groups ----

  private @Nullable Object checked(String name, boolean passed, TagSet more) {
    if (name.contains(GROUP_SEPARATOR))
      throw new IllegalArgumentException("group and check names may not contain '::'");
    TagSet tags = state.tags().with(more);
    if (state.hasTag("check")) tags = tags.with("check", name);
    state.add(state.builtin().checks, tags, passed ? 1 : 0);
    return null;
  }

  private record OpenGroup(String before, long beganNs) {}

  private Object beginGroup(String name) {
    if (name.contains(GROUP_SEPARATOR))
      throw new IllegalArgumentException("group and check names may not contain '::'");
    OpenGroup open = new OpenGroup(state.group(), System.nanoTime());
    if (!name.isEmpty()) state.group(state.group() + GROUP_SEPARATOR + name);
    return open;
  }

  private @Nullable Object endGroup(OpenGroup open) {
    double ms = (System.nanoTime() - open.beganNs) / 1e6;
    state.add(state.builtin().groupDuration, state.tags(), ms);
    state.group(open.before);
    return null;
  }

  // ---- metrics ----

  private Object metric(String type, String name, boolean isTime) {
    initOnly("metrics");
    return metrics.get(name, MetricType.valueOf(type), isTime ? ValueType.TIME : ValueType.DEFAULT);
  }

  /** A value that is none: an error where the run wants that, otherwise only told. */
  private Object mistaken(String what) {
    if (throwing) throw new IllegalArgumentException(what);
    state.warn(what, null);
    return false;
  }

  private Object measured(Metric metric, double value, TagSet more) {
    if (state.isInit())
      throw new IllegalStateException("metrics cannot be added to in the init context");
    state.add(metric, state.tags().with(more), value);
    return true;
  }

  /** Reads a JSON object of texts with the user's own JavaScript. */
  @FunctionalInterface
  interface JsonText {
    Map<String, String> texts(String json);
  }
}
