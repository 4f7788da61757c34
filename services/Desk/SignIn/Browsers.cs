namespace TriageMesh.Desk.SignIn;

/// <summary>Tells a person's sessions apart without keeping what the browser says of itself.</summary>
internal static class Browsers
{
    private static readonly (string Mark, string Name)[] Programs =
    [
        ("MicroMessenger/", "WeChat"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    public static string Name(string? userAgent) =>
        string.Join(" · ", new[] { First(Programs, userAgent), First(Systems, userAgent) }.OfType<string>())
            is { Length: > 0 } name
            ? name
            : "?";

    private static string? First((string Mark, string Name)[] known, string? userAgent) =>
        userAgent is null
            ? null
            : known.FirstOrDefault(entry => userAgent.Contains(entry.Mark, StringComparison.Ordinal)).Name;
}
