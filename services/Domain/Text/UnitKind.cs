namespace TriageMesh.Domain.Text;

/// <summary>What one unit of a text is.</summary>
public enum UnitKind : byte
{
    Space,
    Letter,
    Han,
    Digit,
    Punctuation,

    /// <summary>An emoji, whatever its skin tone or presentation.</summary>
    Emoji,

    /// <summary>A platform's bracketed picture, such as <c>[doge]</c> or <c>[微笑]</c>.</summary>
    Mark,

    /// <summary>Something that names a person, a place or an order and says nothing else: see <see cref="Placeholder"/>.</summary>
    Placeholder,
}

/// <summary>Codes of the units that stand for a handle, a link, an e-mail address or a long number.</summary>
/// <remarks>They and the marks lie above the last Unicode code point, so that no text can contain them.</remarks>
public static class Placeholder
{
    public const int Handle = 0x110000;
    public const int Link = 0x110001;
    public const int Email = 0x110002;
    public const int Number = 0x110003;
    internal const int FirstMark = 0x200000;

    internal static string Show(int code) =>
        code switch
        {
            Handle => "@user",
            Link => "URL",
            Email => "EMAIL",
            _ => "NUMBER",
        };
}
