using System.Buffers;
using System.Text;

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

/// <summary>A normalised text as a row of units. One instance is used again for text after text; it is not shared.</summary>
public sealed class TextUnits
{
    private char[] _source = new char[1024];
    private int _length;
    private int[] _codes = new int[512];
    private int[] _starts = new int[512];
    private UnitKind[] _kinds = new UnitKind[512];

    public int Count { get; private set; }

    /// <summary>A code point in lower case and Simplified script, or a code of <see cref="Placeholder"/> or of a mark.</summary>
    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, Count);

    public ReadOnlySpan<UnitKind> Kinds => _kinds.AsSpan(0, Count);

    internal ReadOnlySpan<char> Source => _source.AsSpan(0, _length);

    /// <summary>Takes the text in, each character folded.</summary>
    internal void Start(ReadOnlySpan<char> text)
    {
        if (_source.Length < text.Length)
        {
            _source = new char[text.Length * 2];
        }

        // Plain ASCII, the most common text, is folded many characters at a time.
        if (Ascii.ToLower(text, _source, out _) != OperationStatus.Done)
        {
            for (var i = 0; i < text.Length; i++)
            {
                _source[i] = Characters.Fold(text[i]);
            }
        }

        _length = text.Length;
        Count = 0;
    }

    internal void Add(int code, UnitKind kind, int start)
    {
        if (Count == _codes.Length)
        {
            Array.Resize(ref _codes, Count * 2);
            Array.Resize(ref _starts, Count * 2);
            Array.Resize(ref _kinds, Count * 2);
        }

        _codes[Count] = code;
        _kinds[Count] = kind;
        _starts[Count++] = start;
    }

    internal void DropLast() => Count--;

    internal bool EndsWithTwo(int code) => Count >= 2 && _codes[Count - 1] == code && _codes[Count - 2] == code;

    internal UnitKind LastKind => Count == 0 ? UnitKind.Space : _kinds[Count - 1];

    /// <summary>Units <paramref name="from"/> up to but without <paramref name="to"/>, readable.</summary>
    public string Show(int from, int to)
    {
        var text = new StringBuilder();
        for (var i = from; i < to; i++)
        {
            var code = _codes[i];
            text.Append(
                code >= Placeholder.FirstMark
                    ? Source[_starts[i]..(_starts[i] + Source[_starts[i]..].IndexOf(']') + 1)].ToString()
                : code >= Placeholder.Handle ? Placeholder.Show(code)
                : code is >= 0xD800 and <= 0xDFFF ? "\uFFFD"
                : char.ConvertFromUtf32(code)
            );
        }

        return text.ToString();
    }

    /// <summary>The whole text, normalised and readable.</summary>
    public override string ToString() => Show(0, Count);
}
