namespace TriageMesh.Domain.Classification;

/// <summary>Walks through what the convolution sees of a text: each atom, then the meanings of the term it is in.</summary>
internal ref struct Symbols(ReadOnlySpan<FeatureExtractor.Atom> atoms, ReadOnlySpan<LexiconFeatures.Hit> hits)
{
    /// <summary>A text is seen up to here.</summary>
    public const int MostAtoms = 400;

    private const ulong MeaningSeed = 0x2FFD72DBD01ADFB7;

    private readonly ReadOnlySpan<FeatureExtractor.Atom> _atoms = atoms[..Math.Min(atoms.Length, MostAtoms)];
    private readonly ReadOnlySpan<LexiconFeatures.Hit> _hits = hits;
    private int _position = -1;
    private int _hit;
    private uint _meanings;

    public Symbol Current { get; private set; }

    public static ulong KeyOf(byte meaning) => StableHash.Add(MeaningSeed, meaning);

    public readonly Symbols GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_meanings != 0)
        {
            var meaning = unchecked((byte)_meanings);
            _meanings >>= 8;
            Current = new Symbol(KeyOf(meaning), _position, IsMeaning: true);
            return true;
        }

        if (++_position >= _atoms.Length)
        {
            return false;
        }

        while (_hit < _hits.Length && _hits[_hit].End <= _position)
        {
            _hit++;
        }

        if (_hit < _hits.Length && _hits[_hit].First <= _position)
        {
            _meanings = _hits[_hit].Meanings.Packed;
        }

        Current = new Symbol(_atoms[_position].Hash, _position, IsMeaning: false);
        return true;
    }

    public readonly record struct Symbol(ulong Key, int Position, bool IsMeaning);
}
