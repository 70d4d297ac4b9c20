package io.tidegate.engine;

import io.tidegate.engine.view.ScheduleView;
import io.tidegate.engine.view.Views;
import io.tidegate.store.codec.RecordText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All documents that readers see, for comparison. */
final class ViewDump {

  private static final long SCHEDULES = 20;

  private ViewDump() {}

  /** Every document by its name. */
  static Map<String, Object> of(Views views) {
    Map<String, Object> found = new TreeMap<>();
    views.sales().forEach(view -> found.put("sale " + view.sale(), view));
    views.offers().forEach(view -> found.put("offer " + view.offer(), view));
    views.concerts().forEach(view -> found.put("concert " + view.concert(), view));
    views.rooms().forEach(view -> found.put("room " + view.room(), view));
    for (long id = 0; id < SCHEDULES; id++) {
      ScheduleView view = views.schedule(id);
      if (view != null) found.put("schedule " + id, view);
    }
    return found;
  }

  /** Names of those that are not what they were. */
  static List<String> changed(Map<String, Object> before, Views views) {
    List<String> names = new ArrayList<>();
    of(views)
        .forEach((name, view) -> {
          if (!view.equals(before.get(name))) names.add(name);
        });
    return names;
  }

  /** All as text, but for versions, which a restart may raise. */
  static List<String> plain(Views views) {
    List<String> lines = new ArrayList<>();
    of(views).forEach((name, view) -> lines.add(name + ' ' + unversioned(view)));
    return lines;
  }

  private static String unversioned(Object view) {
    return RecordText.text(view).replaceFirst("version=\\d+", "").replaceFirst("asOfMs=\\d+", "");
  }
}
