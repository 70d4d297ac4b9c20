package io.tidegate.lab.script;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.metric.TagSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Where a user is: in which iteration, in which group, with which tags. Confined to its thread. */
final class UserState {

  private final Samples samples;
  private final BuiltinMetrics builtin;
  private final Set<String> systemTags;
  private final EventLoop loop = new EventLoop();

  private Consumer<ScriptUser.Beside> beside = _ -> {};
  private Console console = (_, _) -> {};
  private int id;
  private Role role = new Role("", "", "", Map.of(), TagSet.EMPTY);
  private Iteration iteration = Iteration.FIRST;
  private String group = "";
  private TagSet own = TagSet.EMPTY;
  private TagSet tags = TagSet.EMPTY;
  private boolean init = true;

  UserState(Samples samples, BuiltinMetrics builtin, Set<String> systemTags) {
    this.samples = samples;
    this.builtin = builtin;
    this.systemTags = systemTags;
  }

  void is(int id) {
    this.id = id;
  }

  /** Whether the script is being read, so that nothing may be asked for yet. */
  boolean isInit() {
    return init;
  }

  void initialized() {
    init = false;
  }

  void begins(Role role, Iteration iteration) {
    boolean same = role.equals(this.role);
    this.role = role;
    this.iteration = iteration;
    group = "";
    if (!same) own = TagSet.EMPTY;
    rebuild();
  }

  private void rebuild() {
    TagSet all = role.tags();
    if (hasTag("scenario") && !role.scenario().isEmpty())
      all = all.with("scenario", role.scenario());
    if (hasTag("group")) all = all.with("group", group);
    if (hasTag("vu")) all = all.with("vu", Integer.toString(id));
    if (hasTag("iter")) all = all.with("iter", Long.toString(iteration.ofUser()));
    tags = all.with(own);
  }

  int id() {
    return id;
  }

  Role role() {
    return role;
  }

  Iteration iteration() {
    return iteration;
  }

  EventLoop loop() {
    return loop;
  }

  String group() {
    return group;
  }

  void group(String path) {
    group = path;
    rebuild();
  }

  /** A tag that the script sets for all that follows. */
  void tag(String name, String value) {
    own = own.with(name, value);
    rebuild();
  }

  void untag(String name) {
    own = own.without(name);
    rebuild();
  }

  /** Whether samples have this tag. */
  boolean hasTag(String name) {
    return systemTags.contains(name);
  }

  /** Of everything that is measured now. */
  TagSet tags() {
    return tags;
  }

  /** The same as a map. */
  Map<String, String> tagMap() {
    Map<String, String> map = new TreeMap<>();
    tags.forEach(map::put);
    return map;
  }

  BuiltinMetrics builtin() {
    return builtin;
  }

  Samples samples() {
    return samples;
  }

  /** How it has something run beside it, and where it says what went wrong. */
  void runsBeside(Consumer<ScriptUser.Beside> beside, Console console) {
    this.beside = beside;
    this.console = console;
  }

  void beside(ScriptUser.Beside task) {
    beside.accept(task);
  }

  void warn(String what, String why) {
    console.tell("warning", what, why);
  }

  void add(Metric metric, TagSet with, double value) {
    samples.add(metric, with, value, System.currentTimeMillis());
  }
}
