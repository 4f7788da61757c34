using System.Text;
using System.Text.RegularExpressions;

namespace TriageMesh.Desk.SignIn;

/// <summary>A user name is what a person types to sign in: letters and digits of any script, and <c>. _ @ -</c>.</summary>
internal static partial class UserNames
{
    public const int Longest = 64;

    /// <summary>The same for every way to type the same name.</summary>
    public static string Key(string? userName) =>
        (userName ?? "").Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    public static bool IsValid(string userName) => Form().IsMatch(userName);

    [GeneratedRegex(
        @"^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Form();
}
