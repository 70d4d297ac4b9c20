export const options = { iterations: 1 };

export default function () {
  console.log('\x1b[31mred\x1b[0m');
  console.log('bell \x07 back \b tab \t line \n up \v page \f return \r nothing \x00 delete \x7f');
  console.log('break \u00a0 soft \u00ad high \u0085 zero \u200b line \u2028 own \ue000 한글 é 🕐 \u{e0001}');
  console.warn('quote " and \\ and \'');
}
