package io.tidegate.lab.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who says what a run is to do, one over the other. Pure. */
public final class OptionSources {

  /** Whoever names one of these says how the run's users come, and nobody below does. */
  private static final List<String> LOAD =
      List.of("vus", "duration", "iterations", "stages", "scenarios");

  private OptionSources() {}

  /** All of them; each over those before it. */
  public static OptionTree over(List<OptionTree> sources) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (OptionTree source : sources) {
      Map<String, Object> values = source.values();
      boolean shapes =
          values.containsKey("duration")
              || values.containsKey("iterations")
              || values.containsKey("stages")
              || values.containsKey("scenarios");
      boolean users = values.containsKey("vus");
      if (shapes || (users && all.containsKey("scenarios"))) {
        Object vus = all.get("vus");
        LOAD.forEach(all::remove);
        if (vus != null && !values.containsKey("scenarios")) all.put("vus", vus);
      }
      all.putAll(values);
    }
    return new OptionTree("", all);
  }
}
