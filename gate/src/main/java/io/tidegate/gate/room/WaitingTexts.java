package io.tidegate.gate.room;

import io.tidegate.gate.room.PlaceView.State;
import io.tidegate.http.page.PageLanguage;
import java.util.Locale;

/** What the waiting page says, in one language. Pure. */
record WaitingTexts(PageLanguage language) {

  String headline(State state) {
    return switch (state) {
      case GATHERING -> say("Not open yet", "아직 열리지 않았어요");
      case WAITING -> say("You are in line", "순서를 기다리고 있어요");
      case TURN -> say("Your turn", "들어갈 차례예요");
      case PAUSED -> say("Paused, you keep your place", "잠시 멈췄어요. 자리는 그대로예요");
      case ALL_HELD -> say("Everything left is being paid for", "남은 자리는 모두 결제 중이에요");
      case SOLD_OUT -> say("Sold out", "매진되었어요");
      case OVER -> say("It is over", "판매가 끝났어요");
      case INSIDE -> say("You are inside", "입장하셨어요");
      case ENDED -> say("Your visit has ended", "방문이 끝났어요");
      case CLOSED -> say("Closed", "닫혀 있어요");
      case BUSY -> say("Connecting again", "다시 연결하는 중이에요");
    };
  }

  String lead(State state) {
    return switch (state) {
      case GATHERING ->
          say(
              "It opens at its hour. Coming earlier gives no advantage.",
              "정해진 시각에 열려요. 일찍 와도 더 유리하지 않아요.");
      case WAITING ->
          say(
              "This page tells you when it is your turn. You may reload it or let your phone sleep: your place stays.",
              "차례가 되면 이 페이지가 알려 드려요. 새로 고치거나 휴대폰이 잠들어도 자리는 그대로예요.");
      case TURN ->
          say(
              "Enter now. If you miss this call, you go to the front of the line that returns.",
              "지금 들어가 주세요. 놓치면 다시 부르는 줄의 앞으로 가요.");
      case PAUSED ->
          say(
              "Nobody is let in for the moment. Everybody keeps their place.",
              "지금은 아무도 들어가지 않아요. 모두의 자리는 그대로예요.");
      case ALL_HELD ->
          say("Some may come back. You can stay or leave.", "일부는 다시 나올 수 있어요. 기다리거나 나가셔도 돼요.");
      case SOLD_OUT ->
          say(
              "A cancellation may bring something back. You can stay or leave.",
              "취소되면 다시 나올 수 있어요. 기다리거나 나가셔도 돼요.");
      case OVER -> say("There is nothing to wait for any more.", "더 기다릴 것이 없어요.");
      case INSIDE -> say("Go on where you wanted to go.", "가려던 곳으로 이동하세요.");
      case ENDED ->
          say(
              "The time inside is over, or you left. You can join the line again.",
              "이용 시간이 끝났거나 나가셨어요. 다시 줄을 설 수 있어요.");
      case CLOSED -> say("Nobody can join the line now.", "지금은 줄을 설 수 없어요.");
      case BUSY ->
          say(
              "Nothing can be said of your place for the moment; you keep it. The page tries again by itself.",
              "지금은 순서를 확인할 수 없어요. 자리는 그대로이고, 페이지가 다시 시도해요.");
    };
  }

  String estimate(PlaceView view) {
    if (view.etaMs() < 0) return say("being worked out", "계산하고 있어요");
    int low = view.lowMinutes();
    int high = view.highMinutes();
    if (high == 0) return say("less than a minute", "1분 이내");
    if (low == Integer.MAX_VALUE) return say("more than an hour", "1시간 이상");
    if (high == Integer.MAX_VALUE)
      return String.format(
          Locale.ROOT, say("about %d minutes to over an hour", "약 %d분에서 1시간 이상"), low);
    if (low == high || low == 0)
      return String.format(Locale.ROOT, say("about %d min", "약 %d분"), high);
    return String.format(Locale.ROOT, say("about %d to %d minutes", "약 %d~%d분"), low, high);
  }

  String people(int ahead) {
    return ahead < 0 ? "" : String.format(Locale.ROOT, "%,d", ahead);
  }

  /** Minutes and seconds that are left. */
  String left(long ms) {
    long seconds = Math.max(0, ms / 1_000);
    return String.format(Locale.ROOT, say("%d min %d s", "%d분 %d초"), seconds / 60, seconds % 60);
  }

  String ahead() {
    return say("People ahead of you", "내 앞에");
  }

  String estimatedWait() {
    return say("Estimated wait", "예상 대기");
  }

  String updated() {
    return say("As of", "기준 시각");
  }

  String timeLeft() {
    return say("Time left to enter", "남은 시간");
  }

  String enter() {
    return say("Enter", "들어가기");
  }

  String leave() {
    return say("Leave the line", "줄에서 나가기");
  }

  String joinAgain() {
    return say("Join the line again", "다시 줄 서기");
  }

  String reload() {
    return say("Look again", "다시 확인");
  }

  String tooMany() {
    return say(
        "Too many people have joined from your address. Try again in a minute.",
        "같은 주소에서 너무 많이 줄을 섰어요. 1분 뒤 다시 시도해 주세요.");
  }

  private String say(String english, String korean) {
    return language.say(english, korean);
  }
}
