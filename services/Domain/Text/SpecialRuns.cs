using System.Runtime.CompilerServices;

namespace TriageMesh.Domain.Text;

/// <summary>Finds what is one unit though it has many characters: handles, links, addresses, long numbers, bracketed marks.</summary>
/// <remarks>Each look ahead is bounded, or consumes what it has read, so that reading a text stays linear. The text is folded: lower case, half width.</remarks>
internal static class SpecialRuns
{
    private const int LongNumber = 6;
    private const int LongestAddress = 96;
    private const int LongestHandle = 30;
    private const int LongestUnspacedHandle = 12;
    private const int LongestMark = 8;

    /// <summary>The length of the handle or mark that starts at <paramref name="at"/>; 0 where there is none.</summary>
    public static int TryRead(ReadOnlySpan<char> text, int at, out int code, out UnitKind kind)
    {
        var c = text[at];
        kind = UnitKind.Placeholder;
        if (c == '@')
        {
            code = Placeholder.Handle;
            return HandleLength(text, at);
        }

        if (c == '[')
        {
            kind = UnitKind.Mark;
            return MarkLength(text, at, out code);
        }

        code = 0;
        return 0;
    }

    /// <summary>False where one look tells that the word from <paramref name="at"/> to <paramref name="end"/> begins no special run.</summary>
    /// <remarks>Few branches: how long the next word is cannot be foretold, and a wrong guess costs more than all of this.</remarks>
    public static bool MayBeSpecial(ReadOnlySpan<char> text, int at, int end, bool hasDigits)
    {
        var (first, length) = (text[at], end - at);
        var mayBePlaceholder =
            ((first == 'u') & (length == 3)) | ((first == 'e') & (length == 5)) | ((first == 'n') & (length == 6));
        return hasDigits | mayBePlaceholder || (end < text.Length && GoesOn(text[end]));
    }

    /// <summary>The length of the link, address or number that starts with the word from <paramref name="at"/> to <paramref name="end"/>; 0 where there is none.</summary>
    public static int TryReadWord(ReadOnlySpan<char> text, int at, int end, out int code)
    {
        // Most words are followed by something that no link and no address goes on with.
        if (end < text.Length && GoesOn(text[end]))
        {
            var length = LinkLength(text, at);
            if (length > 0)
            {
                code = Placeholder.Link;
                return length;
            }

            length = EmailLength(text, at);
            if (length > 0)
            {
                code = Placeholder.Email;
                return length;
            }
        }

        return WordRunLength(text, at, out code);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool GoesOn(char c) => c is '.' or ':' or '-' or '@' or '_' or '+' or '%';

    private static int HandleLength(ReadOnlySpan<char> text, int at)
    {
        var end = at + 1;
        var ascii = end < text.Length && IsHandleAscii(text, end);
        while (
            end < text.Length
            && end - at <= LongestHandle
            && (IsHandleAscii(text, end) || (!ascii && Characters.IsHan(text[end])))
        )
        {
            end++;
        }

        // A long row of Han without a break is more likely a sentence that follows the sign than a name.
        var length = end - at;
        return length == 1 || (!ascii && length > LongestUnspacedHandle) ? 1 : length;
    }

    private static int MarkLength(ReadOnlySpan<char> text, int at, out int code)
    {
        var hash = 2166136261u;
        for (var i = at + 1; i < text.Length && i - at <= LongestMark + 1; i++)
        {
            var c = text[i];
            if (c == ']')
            {
                code = Placeholder.FirstMark + (int)(hash & 0xFFFFF);
                return i - at == 1 ? 0 : i - at + 1;
            }

            if (!char.IsLetterOrDigit(c))
            {
                break;
            }

            hash = unchecked((hash ^ c) * 16777619u);
        }

        code = 0;
        return 0;
    }

    private static int LinkLength(ReadOnlySpan<char> text, int at)
    {
        var scheme =
            StartsWith(text, at, "https://") ? 8
            : StartsWith(text, at, "http://") ? 7
            : StartsWith(text, at, "www.") ? 4
            : 0;
        var end = at + scheme;
        if (scheme == 0)
        {
            // A bare host counts only with a path: t.cn/abc is a link, "ok.thanks" is not.
            var dot = false;
            while (
                end < text.Length && end - at < LongestAddress && (IsAlphanumeric(text, end) || text[end] is '.' or '-')
            )
            {
                dot |= text[end++] == '.';
            }

            if (!dot || end >= text.Length || text[end] != '/')
            {
                return 0;
            }
        }

        while (end < text.Length && text[end] is > ' ' and < '\x7F' and not ('"' or '<' or '>'))
        {
            end++;
        }

        while (end > at && text[end - 1] is '.' or ',' or '!' or '?' or ')' or ';' or ':')
        {
            end--;
        }

        return end - at;
    }

    private static int EmailLength(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < LongestAddress && IsEmailLocal(text, end))
        {
            end++;
        }

        if (end >= text.Length || text[end] != '@')
        {
            return 0;
        }

        var host = ++end;
        var dot = 0;
        while (
            end < text.Length && end - host < LongestAddress && (IsAlphanumeric(text, end) || text[end] is '.' or '-')
        )
        {
            dot = text[end] == '.' && end > host ? end : dot;
            end++;
        }

        return dot > 0 && dot < end - 1 ? end - at
            : dot == end - 1 && text.Slice(host, dot - host).Contains('.') ? dot - at
            : 0;
    }

    /// <summary>Words that are placeholders already (URL, EMAIL, NUMBER), and order or telephone numbers.</summary>
    private static int WordRunLength(ReadOnlySpan<char> text, int at, out int code)
    {
        var end = at;
        var digits = 0;
        while (
            end < text.Length
            && (
                IsAlphanumeric(text, end)
                || (text[end] is '-' or '_' && end + 1 < text.Length && IsAlphanumeric(text, end + 1) && digits > 0)
            )
        )
        {
            digits += text[end++] is >= '0' and <= '9' ? 1 : 0;
        }

        var length = end - at;
        code =
            digits >= LongNumber ? Placeholder.Number
            : length == 3 && StartsWith(text, at, "url") ? Placeholder.Link
            : length == 5 && StartsWith(text, at, "email") ? Placeholder.Email
            : length == 6 && StartsWith(text, at, "number") ? Placeholder.Number
            : 0;
        return code == 0 ? 0 : length;
    }

    private static bool StartsWith(ReadOnlySpan<char> text, int at, string prefix) =>
        text[at..].StartsWith(prefix, StringComparison.Ordinal);

    private static bool IsAlphanumeric(ReadOnlySpan<char> text, int at) => IsAlphanumeric(text[at]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');

    private static bool IsHandleAscii(ReadOnlySpan<char> text, int at) =>
        IsAlphanumeric(text, at) || text[at] is '_' or '-';

    private static bool IsEmailLocal(ReadOnlySpan<char> text, int at) =>
        IsAlphanumeric(text, at) || text[at] is '.' or '_' or '-' or '+' or '%';
}
