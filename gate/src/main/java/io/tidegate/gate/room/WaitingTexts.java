package io.tidegate.gate.room;

import io.tidegate.gate.room.PlaceView.State;
import io.tidegate.http.page.PageLanguage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What the waiting page says, in one language. Times are of the gate's zone, which they name. Pure.
 */
record WaitingTexts(PageLanguage language) {

  /**
   * The headline of a state.
   *
   * @param opens when it opens, empty where nobody knows
   */
  String headline(State state, String opens) {
    return switch (state) {
      case EARLY -> say("Nobody can join yet", "아직 줄을 설 수 없어요");
      case GATHERING ->
          opens.isEmpty()
              ? say("Not open yet", "아직 열리지 않았어요")
              : say("Drawn by lot at " + opens, opens + "에 추첨해요");
      case DRAWING -> say("The draw is under way", "지금 추첨하고 있어요");
      case WAITING -> say("You are in line", "순서를 기다리고 있어요");
      case RETURNING -> say("You missed your call", "차례를 놓치셨어요");
      case TURN -> say("Your turn", "들어갈 차례예요");
      case PAUSED -> say("Paused, you keep your place", "잠시 멈췄어요. 자리는 그대로예요");
      case ALL_HELD -> say("Everything left is being paid for", "남은 자리는 모두 결제 중이에요");
      case SOLD_OUT -> say("Sold out", "매진되었어요");
      case OVER -> say("It is over", "판매가 끝났어요");
      case INSIDE -> say("You are inside", "입장하셨어요");
      case ENDED -> say("Your visit has ended", "방문이 끝났어요");
      case LEFT -> say("You left the line", "줄에서 나왔어요");
      case FULL -> say("Nobody can join for the moment", "지금은 줄을 설 수 없어요");
      case CROWDED -> say("Many people have joined from your network", "같은 네트워크에서 많은 분이 줄을 섰어요");
      case CLOSED -> say("Closed", "닫혀 있어요");
      case BUSY -> say("Connecting again", "다시 연결하는 중이에요");
    };
  }

  /**
   * What a state means, and what comes next.
   *
   * @param callMs how long a call waits, ms
   */
  String lead(State state, long callMs) {
    return switch (state) {
      case EARLY ->
          say(
              "The line opens later. This page then takes you in by itself.",
              "줄은 나중에 열려요. 그때 이 페이지가 자동으로 줄을 서 드려요.");
      case GATHERING ->
          say(
              "Everybody who is here by then gets a place by lot, so coming earlier gives no"
                  + " advantage. You may reload this page or let your phone sleep.",
              "그때까지 온 모두가 추첨으로 순서를 받아요. 일찍 와도 더 유리하지 않아요." + " 새로 고치거나 휴대폰이 잠들어도 괜찮아요.");
      case DRAWING ->
          say(
              "You take part. Your place is shown here as soon as it is drawn.",
              "추첨에 참여하고 있어요. 순서가 정해지면 바로 여기에 보여 드려요.");
      case WAITING ->
          say(
              "When it is your turn, this page says so and shows a button; you then have "
                  + duration(callMs)
                  + " to enter. You may reload it or let your phone sleep: your place stays.",
              "차례가 되면 이 페이지가 알려 드리고 버튼이 나와요. 그때부터 "
                  + duration(callMs)
                  + " 안에 들어가시면 돼요. 새로 고치거나 휴대폰이 잠들어도 자리는 그대로예요.");
      case RETURNING ->
          say(
              "You did not enter in time. You are called again before everybody who has not been"
                  + " called yet.",
              "제때 들어가지 않으셨어요. 아직 불리지 않은 사람들보다 먼저 다시 불러 드려요.");
      case TURN ->
          say(
              "Enter by the button. If you miss this call, you are called again before the others.",
              "버튼을 눌러 들어가 주세요. 놓치더라도 다른 사람들보다 먼저 다시 불러 드려요.");
      case PAUSED ->
          say(
              "Nobody gets ahead of you meanwhile. It goes on from here.",
              "그동안 아무도 앞지르지 않아요. 다시 시작하면 이 자리에서 이어져요.");
      case ALL_HELD ->
          say(
              "What is not paid for in time comes back. You can stay or leave.",
              "제때 결제되지 않은 자리는 다시 나와요. 기다리거나 나가셔도 돼요.");
      case SOLD_OUT ->
          say(
              "Only a cancellation could bring something back. You can stay or leave.",
              "취소가 있어야만 다시 나와요. 기다리거나 나가셔도 돼요.");
      case OVER -> say("There is nothing to wait for any more.", "더 기다릴 것이 없어요.");
      case INSIDE -> say("Go on where you wanted to go.", "가려던 곳으로 이동하세요.");
      case ENDED ->
          say(
              "The time inside is over, you finished, or you did not come when you were called. You"
                  + " can join the line again, at its end.",
              "이용 시간이 지났거나, 볼일을 마쳤거나, 불렀을 때 오지 않으셨어요. 줄 끝에 다시 설 수 있어요.");
      case LEFT ->
          say(
              "Your place is given up. You can join the line again, at its end.",
              "자리를 내려놓으셨어요. 줄 끝에 다시 설 수 있어요.");
      case FULL ->
          say(
              "As many people wait as can. This page tries again by itself.",
              "기다릴 수 있는 인원이 다 찼어요. 이 페이지가 자동으로 다시 시도해요.");
      case CROWDED ->
          say(
              "Only so many can join from one address in a minute, and you do not stand in line yet."
                  + " This page tries again by itself.",
              "한 주소에서 1분 동안 줄을 설 수 있는 인원이 정해져 있어서 아직 줄을 서지 못하셨어요." + " 이 페이지가 자동으로 다시 시도해요.");
      case CLOSED -> say("Nobody is let in any more.", "더 이상 들어갈 수 없어요.");
      case BUSY ->
          say(
              "Your place cannot be read for the moment; you keep it. This page tries again by"
                  + " itself.",
              "지금은 순서를 확인할 수 없어요. 자리는 그대로이고, 이 페이지가 자동으로 다시 시도해요.");
    };
  }

  String estimate(PlaceView view) {
    if (view.etaMs() < 0) return say("being worked out", "계산하고 있어요");
    int low = view.lowMinutes();
    int high = view.highMinutes();
    if (high == 0) return say("less than a minute", "1분 이내");
    if (low == Integer.MAX_VALUE) return say("more than an hour", "1시간 이상");
    if (high == Integer.MAX_VALUE && low == 60) return say("about an hour or more", "약 1시간 이상");
    if (high == Integer.MAX_VALUE)
      return say("about " + low + " minutes to over an hour", "약 " + low + "분에서 1시간 이상");
    if (low == high || low == 0)
      return say("about " + high + (high == 1 ? " minute" : " minutes"), "약 " + high + "분");
    return say("about " + low + " to " + high + " minutes", "약 " + low + "~" + high + "분");
  }

  /** How fast people are called; empty if nobody knows. */
  String rate(int perMinute) {
    if (perMinute < 0) return "";
    if (perMinute == 0) return say("nobody in the last minute", "지난 1분 동안 없음");
    String many = number(perMinute);
    return say(
        perMinute == 1 ? "about 1 person a minute" : "about " + many + " people a minute",
        "1분에 약 " + many + "명");
  }

  /** What is left to take. */
  String stock(long available, long units) {
    return say(
        number(available) + " of " + number(units),
        number(units) + "개 중 " + number(available) + "개");
  }

  /** How many were put before somebody, and why. */
  String returned(String count) {
    return say(
        "of whom " + count + " missed their call and go first",
        "이 중 " + count + "명은 차례를 놓쳐 먼저 들어가요");
  }

  String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Minutes and seconds, or hours and minutes; a part that is not there is left out. */
  String duration(long ms) {
    long seconds = Math.max(0, ms / 1_000);
    long minutes = seconds / 60;
    if (minutes >= 60) return parts(minutes / 60, hours(), minutes % 60, minutes());
    return parts(minutes, minutes(), seconds % 60, seconds());
  }

  private String parts(long large, String largeUnit, long small, String smallUnit) {
    if (large == 0) return small + smallUnit;
    return small == 0 ? large + largeUnit : large + largeUnit + " " + small + smallUnit;
  }

  String hours() {
    return say(" h", "시간");
  }

  String minutes() {
    return say(" min", "분");
  }

  String seconds() {
    return say(" s", "초");
  }

  /** The time of day with its zone, to the second. */
  String clock(long epochMs, ZoneId zone) {
    return DateTimeFormatter.ofPattern("HH:mm:ss z", Locale.ENGLISH)
        .format(Instant.ofEpochMilli(epochMs).atZone(zone));
  }

  /** The minute with its zone, and with the day unless it is today's. */
  String minute(long epochMs, long nowMs, ZoneId zone) {
    ZonedDateTime at = Instant.ofEpochMilli(epochMs).atZone(zone);
    boolean today = at.toLocalDate().equals(Instant.ofEpochMilli(nowMs).atZone(zone).toLocalDate());
    String pattern = today ? "HH:mm z" : say("d MMM HH:mm z", "M월 d일 HH:mm z");
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(at);
  }

  String ahead() {
    return say("People ahead of you", "내 앞에 있는 사람");
  }

  String estimatedWait() {
    return say("Estimated wait", "예상 대기");
  }

  String opensIn() {
    return say("Opens in", "여는 시각까지");
  }

  String timeLeft() {
    return say("Time left to enter", "들어갈 수 있는 시간");
  }

  String nextTry() {
    return say("Next try in", "다시 시도까지");
  }

  String letIn() {
    return say("Called lately", "최근 입장");
  }

  String left() {
    return say("Left", "남은 수량");
  }

  String since() {
    return say("Paused since", "멈춘 시각");
  }

  String ownNumber() {
    return say("Your number in the draw", "내 추첨 번호");
  }

  String updated() {
    return say("As of", "기준 시각");
  }

  String fromOperator() {
    return say("Message", "안내");
  }

  String howDrawn() {
    return say("How the draw can be checked", "추첨을 확인하는 방법");
  }

  String commitment() {
    return say(
        "This value was fixed before anybody joined. It binds the secret from which the order is"
            + " drawn and the hour. After the draw the secret is published, and anybody can compute"
            + " the whole order again and find their own number in it.",
        "이 값은 아무도 줄을 서기 전에 정해졌고, 순서를 뽑는 비밀 값과 시각을 묶어 둬요."
            + " 추첨이 끝나면 비밀 값이 공개되어 누구나 전체 순서를 다시 계산하고 자기 번호를 찾아볼 수 있어요.");
  }

  String enter() {
    return say("Enter", "들어가기");
  }

  String tell() {
    return say("Tell me by a sound when it is my turn", "차례가 되면 소리로 알려 주기");
  }

  String leave() {
    return say("Leave the line", "줄에서 나가기");
  }

  String leaveMeans() {
    return say(
        "You give up your place, and whoever joins again stands at the end.",
        "자리를 내려놓게 되고, 다시 서면 줄 끝이에요.");
  }

  String leaveNow() {
    return say("Give up my place", "자리 내려놓기");
  }

  String joinAgain() {
    return say("Join the line again", "다시 줄 서기");
  }

  String reload() {
    return say("Look again", "다시 확인");
  }

  private String say(String english, String korean) {
    return language.say(english, korean);
  }
}
