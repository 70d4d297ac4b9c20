package io.tidegate.lab.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the columns of a CSV file are. */
final class CsvColumns {

  private final Map<String, Integer> places = new HashMap<>();

  CsvColumns(List<String> names) {
    for (int i = 0; i < names.size(); i++) places.putIfAbsent(names.get(i).strip(), i);
  }

  int count() {
    return places.size();
  }

  boolean has(String name) {
    return places.containsKey(name);
  }

  /** A field of a record; empty without it. */
  String text(List<String> fields, String name) {
    Integer place = places.get(name);
    return place == null || place >= fields.size() ? "" : fields.get(place).strip();
  }

  /**
   * The same as a number; 0 without it.
   *
   * @throws NumberFormatException if it is none
   */
  double number(List<String> fields, String name) {
    String text = text(fields, name);
    if (text.isEmpty() || text.equals("null")) return 0;
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) throw new NumberFormatException(text);
    return number;
  }
}
