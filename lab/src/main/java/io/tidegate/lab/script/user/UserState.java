package io.tidegate.lab.script.user;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.metric.TagSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a user is: in which iteration, in which group, with which tags. Confined to its thread. */
public final class UserState {

  /** What runs beside a user. */
  @FunctionalInterface
  public interface Beside {
    /** Does it, on a thread of its own. */
    void run() throws InterruptedException;
  }

  private final Samples samples;
  private final BuiltinMetrics builtin;
  private final Set<String> systemTags;
  private final Set<Runnable> endings = new LinkedHashSet<>();
  private EventLoop loop = new EventLoop();

  private Consumer<Beside> beside = _ -> {};
  private Console console = (_, _) -> {};
  private int id;
  private long idInTest;
  private Role role = new Role("", "", "", Map.of(), TagSet.EMPTY);
  private Iteration iteration = Iteration.FIRST;
  private String group = "";
  private TagSet own = TagSet.EMPTY;
  private TagSet metadata = TagSet.EMPTY;
  private TagSet tags = TagSet.EMPTY;
  private boolean init = true;

  /** A user of the script that is being read. */
  public UserState(Samples samples, BuiltinMetrics builtin, Set<String> systemTags) {
    this.samples = samples;
    this.builtin = builtin;
    this.systemTags = systemTags;
  }

  /** Who it is from now on. */
  public void is(int id) {
    this.id = id;
    idInTest = id;
  }

  /** Its number over all instances of the run. */
  public void isInTest(long id) {
    idInTest = id;
  }

  /** Whether the script is being read, so that nothing may be asked for yet. */
  public boolean isInit() {
    return init;
  }

  /** The script has been read. */
  public void initialized() {
    init = false;
  }

  /**
   * What it does from now on, with no group and, in another role, no tags of its own.
   *
   * @return whether the role is another one
   */
  @SuppressWarnings("ReferenceEquality") // another one with the same names is as good as new
  public boolean begins(Role role, Iteration iteration) {
    boolean other = role != this.role;
    boolean rebuilds = other || !group.isEmpty() || hasTag("iter");
    this.role = role;
    this.iteration = iteration;
    group = "";
    if (other) {
      own = TagSet.EMPTY;
      metadata = TagSet.EMPTY;
    }
    if (rebuilds) rebuild();
    return other;
  }

  private void rebuild() {
    TagSet all = role.tags();
    if (hasTag("scenario") && !role.scenario().isEmpty())
      all = all.with("scenario", role.scenario());
    if (hasTag("group")) all = all.with("group", group);
    tags = all.with(own).withMetadata(allMetadata());
  }

  private TagSet allMetadata() {
    TagSet all = TagSet.EMPTY;
    if (hasTag("vu")) all = all.with("vu", Integer.toString(id));
    if (hasTag("iter")) all = all.with("iter", Long.toString(iteration.ofUser()));
    return all.with(metadata);
  }

  /** Its number, 0 while there is none. */
  public int id() {
    return id;
  }

  /** The same over all instances of the run. */
  public long idInTest() {
    return idInTest;
  }

  /** In which scenario, running what. */
  public Role role() {
    return role;
  }

  /** Which one is going on, or was last. */
  public Iteration iteration() {
    return iteration;
  }

  /** What it has to do later. */
  public EventLoop loop() {
    return loop;
  }

  /** This has to be done when the iteration is over, however it ends. */
  public void atEnd(Runnable ending) {
    endings.add(ending);
  }

  /** This has not to be done any more. */
  public void notAtEnd(Runnable ending) {
    endings.remove(ending);
  }

  /** The iteration is over. What was left to be done later, or still comes, is forgotten. */
  public void ends() {
    List.copyOf(endings).forEach(Runnable::run);
    endings.clear();
    if (!loop.isIdle()) loop = new EventLoop();
  }

  /** The path of the group it is in, empty outside. */
  public String group() {
    return group;
  }

  /** Enters or leaves a group. */
  public void group(String path) {
    group = path;
    rebuild();
  }

  /** A tag that the script sets for all that follows. */
  public void tag(String name, String value) {
    own = own.with(name, value);
    rebuild();
  }

  /** Takes one back. */
  public void untag(String name) {
    own = own.without(name);
    rebuild();
  }

  /** Metadata that the script sets for all that follows. */
  public void metadata(String name, String value) {
    metadata = metadata.with(name, value);
    rebuild();
  }

  /** Takes one back. */
  public void noMetadata(String name) {
    metadata = metadata.without(name);
    rebuild();
  }

  /** Whether samples have this tag. */
  public boolean hasTag(String name) {
    return systemTags.contains(name);
  }

  /** Of everything that is measured now. */
  public TagSet tags() {
    return tags;
  }

  /** The metrics that there always are. */
  public BuiltinMetrics builtin() {
    return builtin;
  }

  /** Where what is measured goes. */
  public Samples samples() {
    return samples;
  }

  /** How it has something run beside it, and where it says what went wrong. */
  public void runsBeside(Consumer<Beside> beside, Console console) {
    this.beside = beside;
    this.console = console;
  }

  /** Has it run, on a thread that ends with the iteration. */
  public void beside(Beside task) {
    beside.accept(task);
  }

  /** Says in the log what went wrong, and why if that is not clear. */
  public void warn(String what, @Nullable String why) {
    console.tell("warning", what, why);
  }

  /** Says in the log what went over the wire. */
  public void dump(String message, String requestId) {
    Map<String, String> of = new TreeMap<>();
    of.put("group", group);
    of.put("iter", Long.toString(iteration.ofUser()));
    of.put("request_id", requestId);
    of.put("scenario", role.scenario());
    of.put("source", "http-debug");
    of.put("vu", Integer.toString(id));
    console.dump(message, of);
  }

  /** Measured now. */
  public void add(Metric metric, TagSet with, double value) {
    samples.add(metric, with, value, System.currentTimeMillis());
  }
}
