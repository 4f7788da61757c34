using System.Text.RegularExpressions;

namespace TriageMesh.Domain.Tickets;

/// <summary>Finds what should not stand in public: a person who sends it all the same has to say so.</summary>
public static partial class PersonalData
{
    private static readonly int[] IdWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The kinds of personal data in a text.</summary>
    public static IReadOnlyList<string> Find(string text, string? orderNumber)
    {
        var kinds = new List<string>();
        if (Email().IsMatch(text))
        {
            kinds.Add("email");
        }

        var numbers = Digits().Matches(text).Select(match => Plain(match.Value)).ToList();
        if (numbers.Exists(IsIdCard))
        {
            kinds.Add("id_card");
        }

        if (numbers.Exists(number => number.Length is >= 13 and <= 19 && !IsIdCard(number) && PassesLuhn(number)))
        {
            kinds.Add("bank_card");
        }

        if (numbers.Exists(IsPhone))
        {
            kinds.Add("phone");
        }

        if (orderNumber is not null && text.Contains(orderNumber, StringComparison.OrdinalIgnoreCase))
        {
            kinds.Add("order_number");
        }

        return kinds;
    }

    private static string Plain(string digits) =>
        string.Concat(digits.Where(sign => char.IsAsciiDigit(sign) || sign is 'x' or 'X' or '+'));

    // A mobile of mainland China, with or without its prefix, or any number written with a country's.
    private static bool IsPhone(string number) =>
        number.StartsWith('+') ? number.Length is >= 9 and <= 16
        : number.StartsWith("86", StringComparison.Ordinal) && number.Length == 13 ? IsMobile(number[2..])
        : IsMobile(number);

    private static bool IsMobile(string number) =>
        number.Length == 11 && number[0] == '1' && number[1] is >= '3' and <= '9';

    /// <summary>Eighteen places of which the last checks the others (GB 11643).</summary>
    private static bool IsIdCard(string number)
    {
        if (number.Length != 18 || !number.Take(17).All(char.IsAsciiDigit))
        {
            return false;
        }

        var sum = IdWeights.Select((weight, i) => weight * (number[i] - '0')).Sum();
        return char.ToUpperInvariant(number[17]) == "10X98765432"[sum % 11];
    }

    private static bool PassesLuhn(string number) =>
        number.All(char.IsAsciiDigit)
        && number.Distinct().Skip(1).Any()
        && number.Reverse().Select((sign, i) => Doubled(sign - '0', i % 2 == 1)).Sum() % 10 == 0;

    private static int Doubled(int digit, bool isSecond) =>
        !isSecond ? digit
        : digit > 4 ? digit * 2 - 9
        : digit * 2;

    [GeneratedRegex(
        @"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Email();

    [GeneratedRegex(
        @"\+?[0-9](?:[ -]?[0-9]){6,22}[xX]?",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Digits();
}
