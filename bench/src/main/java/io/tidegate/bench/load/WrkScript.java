package io.tidegate.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The Lua that wrk runs: builds each request by joining a few strings, and tells in the end. */
final class WrkScript {
  /** What the line with the figures begins with. */
  static final String FIGURES = "figures";

  private WrkScript() {}

  /**
   * The script.
   *
   * @param asks one after the other, again and again
   * @param blocks of users, one a thread
   */
  static String of(List<RequestTemplate> asks, List<Integer> blocks) {
    StringBuilder lua = new StringBuilder();
    lua.append("local thread = 0\n");
    lua.append("function setup(t) t:set('id', thread); thread = thread + 1 end\n");
    if (asks.size() > 1 || asks.getFirst().namesUser()) requests(lua, asks, blocks);
    else lua.append(only(asks.getFirst()));
    lua.append(done());
    return lua.toString();
  }

  /** One request that is always the same: wrk then makes it once, without Lua's part in each. */
  private static String only(RequestTemplate ask) {
    StringBuilder lua = new StringBuilder();
    lua.append("wrk.method = ").append(quoted(ask.method())).append('\n');
    lua.append("wrk.path = ").append(quoted(ask.path())).append('\n');
    for (String header : ask.headers()) {
      String[] parts = header.split(": ", 2);
      lua.append("wrk.headers[").append(quoted(parts[0])).append("] = ");
      lua.append(quoted(parts[1])).append('\n');
    }
    if (ask.body() != null) {
      lua.append("wrk.headers['Content-Type'] = 'application/json'\nwrk.body = ");
      lua.append(quoted(ask.body())).append('\n');
    }
    return lua.toString();
  }

  private static void requests(
      StringBuilder lua, List<RequestTemplate> asks, List<Integer> blocks) {
    lua.append("local blocks = {").append(joined(blocks)).append("}\n");
    lua.append("local block, s, turn = '', ").append(Users.BLOCK).append(", 0\n");
    lua.append("function init(args) block = blocks[id + 1] .. '' end\n");
    lua.append("local function user()\n  s = s + ").append(Users.STRIDE);
    lua.append("\n  if s >= ").append(2 * Users.BLOCK).append(" then s = s - ").append(Users.BLOCK);
    lua.append(" end\n  return block .. s\nend\n");
    lua.append("local asks = {\n");
    for (RequestTemplate ask : asks)
      lua.append("  function() ").append(text(ask)).append(" end,\n");
    lua.append("}\n");
    if (asks.size() == 1) lua.append("request = asks[1]\n");
    else
      lua.append("function request() turn = turn % ")
          .append(asks.size())
          .append(" + 1; return asks[turn]() end\n");
  }

  private static String text(RequestTemplate ask) {
    List<String> quoted = ask.pieces().stream().map(WrkScript::quoted).toList();
    if (quoted.size() == 1) return "return " + quoted.getFirst();
    return "local u = user(); return " + String.join(" .. u .. ", quoted);
  }

  private static String done() {
    return String.format(
        Locale.ROOT,
        """
        function done(summary, latency, requests)
          local e = summary.errors
          print(string.format('%s %%d %%d %%d %%d', summary.requests, summary.duration,
            e.connect + e.read + e.write + e.timeout, e.status))
        end
        """,
        FIGURES);
  }

  private static String joined(List<Integer> numbers) {
    List<String> texts = new ArrayList<>();
    for (int number : numbers) texts.add(Integer.toString(number));
    return String.join(", ", texts);
  }

  private static String quoted(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("'", "\\'").replace("\r", "\\r").replace("\n", "\\n")
        + "'";
  }
}
