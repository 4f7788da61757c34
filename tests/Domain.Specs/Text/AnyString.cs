using FsCheck;
using FsCheck.Fluent;

namespace TriageMesh.Domain.Specs.Text;

/// <summary>Strings as nobody would write them: lone surrogates, controls, marks, and bits of what the normaliser looks for.</summary>
internal static class AnyString
{
    private static readonly string[] Bits =
    [
        "@",
        "@user",
        "http://",
        "www.",
        "[",
        "]",
        "[赞]",
        "a@b.",
        "1-2-3-",
        "😀",
        "\uD83D",
        "\uDE00",
        "\u0301",
        "\u200D",
        "\uFE0F",
        "Ａ",
        "　",
        "…",
        "哈哈哈",
        "aaa",
        "\0",
        "URL",
        ".cn/",
        "國",
    ];

    public static Arbitrary<string> Arbitrary { get; } =
        Gen.OneOf(
                Gen.Choose(0, char.MaxValue).Select(code => ((char)code).ToString()),
                Gen.Elements(Bits),
                Gen.Choose(' ', '~').Select(code => ((char)code).ToString())
            )
            .ArrayOf()
            .Select(string.Concat)
            .ToArbitrary();
}
