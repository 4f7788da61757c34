namespace TriageMesh.Domain.Classification;

/// <summary>The features of one text: every occurrence with its place, and how often each distinct one occurs.</summary>
/// <remarks>
/// Reused from text to text; not shared between threads. Adding only writes down; a view is counted when it is closed, in one
/// loop that has nothing else to do.
/// </remarks>
internal sealed class FeatureBag
{
    public const int Views = 3;

    // A short text's table stays in the nearest cache and is mostly empty; a long one's grows, for that text only.
    private const int SmallTable = 2048;

    private readonly int[] _ends = new int[Views];
    private readonly float[] _scales = new float[Views];
    private Occurrence[] _occurrences = new Occurrence[2048];
    private int[] _numbers = new int[2048];
    private int[] _slots = new int[1024];
    private int[] _counts = new int[1024];
    private float[] _frequencies = new float[1024];
    private int[] _places = new int[1024];

    // Open addressing over the first so many; an entry (stamp, number) belongs to this text if its stamp is the text's.
    private ulong[] _table = new ulong[SmallTable];
    private int _tableSize = SmallTable;
    private uint _stamp;
    private int _view;
    private int _count;
    private int _counted;
    private int _distinct;

    public int DistinctCount => _distinct;

    public ReadOnlySpan<Occurrence> Occurrences => _occurrences.AsSpan(0, _count);

    /// <summary>For each of <see cref="Occurrences"/>, where its slot stands among <see cref="Slots"/>.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, _count);

    /// <summary>Distinct slots of each view in the order of their first occurrence.</summary>
    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, _distinct);

    /// <summary>How often each of <see cref="Slots"/> occurs.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, _distinct);

    /// <summary>Those of <see cref="Slots"/> that were found in a view.</summary>
    public ReadOnlySpan<int> SlotsOf(FeatureView view) => Slots[StartOf(view).._ends[(int)view]];

    public ReadOnlySpan<int> CountsOf(FeatureView view) => Counts[StartOf(view).._ends[(int)view]];

    /// <summary>What each of <see cref="SlotsOf"/> counts for occurring so often.</summary>
    public ReadOnlySpan<float> FrequenciesOf(FeatureView view) => _frequencies.AsSpan(StartOf(view).._ends[(int)view]);

    /// <summary>What a feature of the view that occurs once is multiplied by, as the model that scored the text said.</summary>
    public float ScaleOf(FeatureView view) => _scales[(int)view];

    public void SetScale(FeatureView view, float scale) => _scales[(int)view] = scale;

    /// <summary>Finds where the weights of all slots stand, which are on the way from memory when it returns.</summary>
    public void Fetch(WeightTable weights)
    {
        if (_places.Length < _distinct)
        {
            _places = new int[_distinct * 2];
        }

        weights.PlacesOf(Slots, _places);
    }

    /// <summary>Where the weights of the slots of a view stand, once they were fetched.</summary>
    public ReadOnlySpan<int> PlacesOf(FeatureView view) => _places.AsSpan(StartOf(view).._ends[(int)view]);

    public void Clear()
    {
        _count = 0;
        _counted = 0;
        _distinct = 0;
        _view = 0;
        _tableSize = SmallTable;
        NextStamp();
    }

    public void Add(int slot, int from, int to)
    {
        Room(1)[0] = new Occurrence(slot, from, to);
        Take(1);
    }

    /// <summary>Room to write down at least so many occurrences; <see cref="Take"/> says how many they were.</summary>
    public Span<Occurrence> Room(int most)
    {
        if (_occurrences.Length - _count < most)
        {
            Array.Resize(ref _occurrences, (_count + most) * 2);
        }

        return _occurrences.AsSpan(_count);
    }

    public void Take(int count) => _count += count;

    /// <summary>What was added since the last view was closed is one view.</summary>
    public void CloseView()
    {
        CountFrom(_counted);
        _counted = _count;
        _ends[_view++] = _distinct;
        NextStamp();
    }

    private unsafe void CountFrom(int first)
    {
        MakeRoom(_count - first);
        _counts.AsSpan(_distinct, _count - first).Fill(1);
        _frequencies.AsSpan(_distinct, _count - first).Fill(1);
        var end = _count;
        var mask = _tableSize - 1;
        var stamp = (ulong)_stamp << 32;
        var distinct = _distinct;
        // By pointers: MakeRoom has seen to the bounds, and checking them would cost as much as the counting.
        fixed (Occurrence* occurrences = _occurrences)
        fixed (ulong* table = _table)
        fixed (
            int* slots = _slots,
                numbers = _numbers
        )
        {
            for (var i = first; i < end; i++)
            {
                unchecked
                {
                    var slot = occurrences[i].Slot;
                    var at = slot & mask;
                    ulong entry;
                    while ((entry = table[at] ^ stamp) <= uint.MaxValue && slots[entry] != slot)
                    {
                        at = (at + 1) & mask;
                    }

                    if (entry > uint.MaxValue)
                    {
                        table[at] = stamp | (uint)distinct;
                        slots[distinct] = slot;
                        numbers[i] = distinct++;
                    }
                    else
                    {
                        numbers[i] = (int)entry;
                        _frequencies[entry] = TermFrequency.Of(++_counts[entry]);
                    }
                }
            }
        }

        _distinct = distinct;
    }

    /// <summary>So that all of so many occurrences may be distinct and the table is still half empty.</summary>
    private void MakeRoom(int more)
    {
        var most = _distinct + more;
        if (most > _slots.Length)
        {
            Array.Resize(ref _slots, most * 2);
            Array.Resize(ref _counts, most * 2);
            Array.Resize(ref _frequencies, most * 2);
        }

        if (_numbers.Length < _occurrences.Length)
        {
            Array.Resize(ref _numbers, _occurrences.Length);
        }

        if (most * 2 > _tableSize)
        {
            Grow(most * 2);
        }
    }

    private void Grow(int least)
    {
        while (_tableSize < least)
        {
            _tableSize *= 2;
        }

        if (_table.Length < _tableSize)
        {
            _table = new ulong[_tableSize];
        }

        // What stands in the table by the old size is stale; of the view that is counted next nothing is in it yet.
        NextStamp();
    }

    private void NextStamp()
    {
        if (_stamp == uint.MaxValue)
        {
            Array.Clear(_table);
            _stamp = 0;
        }

        _stamp++;
    }

    private int StartOf(FeatureView view) => view == FeatureView.Atoms ? 0 : _ends[(int)view - 1];

    /// <summary>A feature and the units it covers, the last one left out.</summary>
    public readonly record struct Occurrence(int Slot, int From, int To);
}
