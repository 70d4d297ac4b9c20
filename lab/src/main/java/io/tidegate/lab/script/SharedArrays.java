package io.tidegate.lab.script;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The arrays that all users of a run read; each element as JSON. Any thread. */
final class SharedArrays {

  private final Map<String, List<String>> all = new ConcurrentHashMap<>();

  @Nullable List<String> find(String name) {
    return all.get(name);
  }

  List<String> put(String name, List<String> elements) {
    List<String> before = all.putIfAbsent(name, List.copyOf(elements));
    return before == null ? elements : before;
  }
}
