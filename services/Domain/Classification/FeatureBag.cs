namespace TriageMesh.Domain.Classification;

/// <summary>The features of one text: every occurrence with its place, and how often each distinct one occurs.</summary>
/// <remarks>Reused from text to text; not shared between threads.</remarks>
internal sealed class FeatureBag
{
    public const int Views = 3;

    private Occurrence[] _occurrences = new Occurrence[2048];
    private int[] _slots = new int[1024];
    private int[] _counts = new int[1024];

    // Open addressing; an entry belongs to this text if its stamp is the text's.
    private long[] _table = new long[4096];
    private int _stamp;
    private readonly int[] _ends = new int[Views];
    private int _view;

    public int Count { get; private set; }

    public int DistinctCount { get; private set; }

    public ReadOnlySpan<Occurrence> Occurrences => _occurrences.AsSpan(0, Count);

    /// <summary>Distinct slots in the order of their first occurrence.</summary>
    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, DistinctCount);

    /// <summary>How often each of <see cref="Slots"/> occurs.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, DistinctCount);

    /// <summary>Those of <see cref="Slots"/> that were found in a view first.</summary>
    public ReadOnlySpan<int> SlotsOf(FeatureView view) => Slots[StartOf(view)..EndOf(view)];

    public ReadOnlySpan<int> CountsOf(FeatureView view) => Counts[StartOf(view)..EndOf(view)];

    private int StartOf(FeatureView view) => view == FeatureView.Atoms ? 0 : EndOf(view - 1);

    private int EndOf(FeatureView view) => (int)view < _view ? _ends[(int)view] : DistinctCount;

    /// <summary>What is added from now on belongs to the next view.</summary>
    public void NextView() => _ends[_view++] = DistinctCount;

    public void Clear()
    {
        Count = 0;
        DistinctCount = 0;
        _view = 0;
        if (++_stamp == int.MaxValue)
        {
            Array.Clear(_table);
            _stamp = 1;
        }
    }

    public void Add(int slot, int from, int to)
    {
        if (Count == _occurrences.Length)
        {
            Array.Resize(ref _occurrences, Count * 2);
        }

        _occurrences[Count++] = new Occurrence(slot, from, to);
        var mask = _table.Length - 1;
        var at = slot & mask;
        while ((int)(_table[at] >> 32) == _stamp)
        {
            var known = (int)(_table[at] & int.MaxValue);
            if (_slots[known] == slot)
            {
                _counts[known]++;
                return;
            }

            at = (at + 1) & mask;
        }

        AddDistinct(slot, at);
    }

    private void AddDistinct(int slot, int at)
    {
        if (DistinctCount == _slots.Length)
        {
            Array.Resize(ref _slots, DistinctCount * 2);
            Array.Resize(ref _counts, DistinctCount * 2);
        }

        _slots[DistinctCount] = slot;
        _counts[DistinctCount] = 1;
        _table[at] = ((long)_stamp << 32) | (uint)DistinctCount;
        DistinctCount++;
        if (DistinctCount * 2 > _table.Length)
        {
            Grow();
        }
    }

    private void Grow()
    {
        _table = new long[_table.Length * 4];
        var mask = _table.Length - 1;
        for (var i = 0; i < DistinctCount; i++)
        {
            var at = _slots[i] & mask;
            while (_table[at] != 0)
            {
                at = (at + 1) & mask;
            }

            _table[at] = ((long)_stamp << 32) | (uint)i;
        }
    }

    /// <summary>A feature and the units it covers, the last one left out.</summary>
    public readonly record struct Occurrence(int Slot, int From, int To);
}
