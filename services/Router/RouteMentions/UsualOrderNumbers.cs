namespace TriageMesh.Router.RouteMentions;

/// <summary>How people write an order number where nobody has said how an account's look: a word for it, then the number.</summary>
/// <remarks>
/// Without look-around, so that it takes linear time; what is no number is matched first and leaves the group empty. The
/// plainer the word, the more a number must look like one: "order no 1042", but not "order 2024" nor "order 13800138000".
/// </remarks>
internal static class UsualOrderNumbers
{
    private const string Digit = "[0-9０-９]";
    private const string Letter = "[a-zａ-ｚ]";
    private const string Dash = "[-－]";

    // A topic as it is written on Weibo, #双11订单#, is about orders and names none.
    private const string Topic = @"[#＃]\p{L}[\p{L}0-9_]{0,30}[#＃]";

    // Not the end of another word, nor a hashtag.
    private const string English = @"(?:^|[^a-z0-9_#＃])orders?";
    private const string Chinese = "[订訂][单單]";
    private const string NumberInEnglish = @"[\s-]*(?:numbers?|num|no|nr|id|ref|reference)(?:\s+(?:is|was))?";
    private const string NumberInChinese = "(?:[编編][号號码碼]|[号號][码碼]?|id)";
    private const string Between = @"[\s.:：#＃(（【\[]{0,6}";

    private const string Prefixed = $"{Letter}{{1,6}}{Dash}?{Digit}{{4,24}}";
    private const string Parts = $"(?:{Dash}{Digit}{{1,12}}){{0,3}}";

    // Three, seven, seven, as one large shop has them.
    private const string Grouped = $"{Digit}{{3}}{Dash}{Digit}{{7}}{Dash}{Digit}{{7}}";

    // Six digits or more, but not the eleven of a mobile number.
    private const string Long =
        $"(?:[02-9]{Digit}{{5,23}}|1[0-2]{Digit}{{4,22}}|1[3-9](?:{Digit}{{4,8}}|{Digit}{{10,22}}))";

    private const string End = $"(?:[^0-9０-９a-zａ-ｚ]|$)";

    private const string Named =
        $"(?:{English}{NumberInEnglish}|{Chinese}{NumberInChinese}|[单單][号號])[是为為]?{Between}";
    private const string Marked = $@"(?:{English}|{Chinese})\s*[#＃]\s*";
    private const string Told = $@"(?:{English}|{Chinese})\s*[:：]\s*[#＃]?\s*";
    private const string Plain = $@"(?:{English}[\s(（]+|{Chinese}[\s(（]*)";

    /// <summary>The pattern; its one group that holds something is the number.</summary>
    public const string Pattern =
        $"{Topic}"
        + $"|(?:{Named}|{Marked})(?<number>{Grouped}|{Prefixed}{Parts}|{Digit}{{4,24}}{Parts}){End}"
        + $"|{Told}(?<number>{Grouped}|{Prefixed}{Parts}|{Digit}{{5,24}}{Parts}){End}"
        + $"|{Plain}(?<number>{Grouped}|{Prefixed}{Parts}|{Long}){End}";
}
