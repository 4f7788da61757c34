using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace TriageMesh.Domain.Text;

/// <summary>A normalised text as a row of units. One instance is used again for text after text; it is not shared.</summary>
public sealed class TextUnits
{
    private const int MostShownPlainly = 32;

    // Words are read this many characters at a time; behind every text there is room for as many more.
    internal const int Stride = 16;

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
        if (_source.Length < text.Length + (2 * Stride))
        {
            _source = new char[(text.Length + Stride) * 2];
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

        // A character becomes two units at most.
        var most = (text.Length * 2) + Stride;
        if (_codes.Length < most)
        {
            _codes = new int[most];
            _starts = new int[most];
            _kinds = new UnitKind[most];
        }
    }

    internal void Add(int code, UnitKind kind, int start)
    {
        var at = Count;
        _codes[at] = code;
        _kinds[at] = kind;
        _starts[at] = start;
        Count = unchecked(at + 1);
    }

    /// <summary>How many letters and digits of ASCII stand at a place, up to <see cref="Stride"/>.</summary>
    internal int WordLength(int from, out bool hasDigits)
    {
        var characters = Characters16(from);
        var digits = Vector256.LessThan(characters - Vector256.Create((ushort)'0'), Vector256.Create((ushort)10));
        var letters = Vector256.LessThan(characters - Vector256.Create((ushort)'a'), Vector256.Create((ushort)26));
        var others = ~(digits | letters).ExtractMostSignificantBits();
        var length = Math.Min(Math.Min(BitOperations.TrailingZeroCount(others), Stride), _length - from);
        hasDigits = BitOperations.TrailingZeroCount(digits.ExtractMostSignificantBits()) < length;
        return length;
    }

    /// <summary>How many letters and digits stand at a unit, up to <see cref="Stride"/>.</summary>
    internal int WordParts(int from)
    {
        var kinds = Vector128.Create(MemoryMarshal.AsBytes(_kinds.AsSpan(from, Stride)));
        var parts =
            Vector128.Equals(kinds, Vector128.Create((byte)UnitKind.Letter))
            | Vector128.Equals(kinds, Vector128.Create((byte)UnitKind.Digit));
        var length = BitOperations.TrailingZeroCount(~parts.ExtractMostSignificantBits());
        return Math.Min(Math.Min(length, Stride), Count - from);
    }

    /// <summary>Letters and digits of ASCII; of a letter no third in a row.</summary>
    internal void AddWord(int from, int to)
    {
        var characters = Characters16(from);
        var thrice =
            Vector256.Equals(characters, Characters16(from + 1)) & Vector256.Equals(characters, Characters16(from + 2));
        var mayRepeat = BitOperations.TrailingZeroCount(thrice.ExtractMostSignificantBits()) < to - from - 2;
        if (to - from >= Stride || mayRepeat || (Count > 0 && _codes[Count - 1] == _source[from]))
        {
            AddLongWord(from, to);
            return;
        }

        // All at once: what stands behind the word is written over by the next unit.
        var (lower, upper) = Vector256.Widen(characters);
        var codes = _codes.AsSpan(Count, Stride);
        lower.AsInt32().CopyTo(codes);
        upper.AsInt32().CopyTo(codes[8..]);
        var places = Vector256<int>.Indices + Vector256.Create(from);
        var starts = _starts.AsSpan(Count, Stride);
        places.CopyTo(starts);
        (places + Vector256.Create(8)).CopyTo(starts[8..]);
        var kinds = Vector256.ConditionalSelect(
            Vector256.GreaterThan(characters, Vector256.Create((ushort)'9')),
            Vector256.Create((ushort)UnitKind.Letter),
            Vector256.Create((ushort)UnitKind.Digit)
        );
        Vector128
            .Narrow(kinds.GetLower(), kinds.GetUpper())
            .CopyTo(MemoryMarshal.AsBytes(_kinds.AsSpan(Count, Stride)));
        Count += to - from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<ushort> Characters16(int from) =>
        Vector256.Create(MemoryMarshal.Cast<char, ushort>(_source.AsSpan(from, Stride)));

    private void AddLongWord(int from, int to)
    {
        var at = Count;
        var last = at > 0 ? _codes[at - 1] : -1;
        var before = at > 1 ? _codes[at - 2] : -1;
        var (codes, kinds, starts) = (_codes, _kinds, _starts);
        foreach (var c in Source[from..to])
        {
            if (c <= '9' || c != last || c != before)
            {
                codes[at] = c;
                kinds[at] = c > '9' ? UnitKind.Letter : UnitKind.Digit;
                starts[at] = from;
                (before, last) = (last, c);
                unchecked
                {
                    at++;
                }
            }
            unchecked
            {
                from++;
            }
        }

        Count = at;
    }

    internal void DropLast() => Count--;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool EndsWithTwo(int code) => Count >= 2 && _codes[Count - 1] == code && _codes[Count - 2] == code;

    internal UnitKind LastKind => Count == 0 ? UnitKind.Space : _kinds[Count - 1];

    /// <summary>Units <paramref name="from"/> up to but without <paramref name="to"/>, readable.</summary>
    public string Show(int from, int to)
    {
        Span<char> plain = stackalloc char[MostShownPlainly];
        return TryShow(from, to, plain) ? new string(plain[..(to - from)]) : ShowAny(from, to);
    }

    /// <summary>Whether the units are few, and each is one character.</summary>
    private bool TryShow(int from, int to, Span<char> plain)
    {
        if (to - from > plain.Length)
        {
            return false;
        }

        for (var i = from; i < to; i++)
        {
            if (_codes[i] >= 0xD800)
            {
                return false;
            }

            plain[i - from] = (char)_codes[i];
        }

        return true;
    }

    private string ShowAny(int from, int to)
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
