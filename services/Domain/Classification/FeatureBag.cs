using System.Runtime.CompilerServices;

namespace TriageMesh.Domain.Classification;

/// <summary>The features of one text: every occurrence with its place, and how often each distinct one occurs.</summary>
/// <remarks>
/// Reused from text to text; not shared between threads. Adding only writes down; a view is counted when it is closed, in one
/// loop that has nothing else to do.
/// </remarks>
internal sealed class FeatureBag
{
    public const int Views = 3;

    // A short text's table stays in the nearest cache; a long one's grows, for that text only.
    private const int SmallTable = 1024;

    private readonly int[] _ends = new int[Views];
    private Occurrence[] _occurrences = new Occurrence[2048];
    private int[] _slots = new int[1024];
    private int[] _counts = new int[1024];

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

    /// <summary>Distinct slots in the order of their first occurrence.</summary>
    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, _distinct);

    /// <summary>How often each of <see cref="Slots"/> occurs.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, _distinct);

    /// <summary>Those of <see cref="Slots"/> that were found in a view first.</summary>
    public ReadOnlySpan<int> SlotsOf(FeatureView view) => Slots[StartOf(view).._ends[(int)view]];

    public ReadOnlySpan<int> CountsOf(FeatureView view) => Counts[StartOf(view).._ends[(int)view]];

    public void Clear()
    {
        _count = 0;
        _counted = 0;
        _distinct = 0;
        _view = 0;
        _tableSize = SmallTable;
        NextStamp();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int slot, int from, int to)
    {
        if (_count == _occurrences.Length)
        {
            Array.Resize(ref _occurrences, _count * 2);
        }

        _occurrences[_count++] = new Occurrence(slot, from, to);
    }

    /// <summary>What was added since the last view was closed is one view.</summary>
    public void CloseView()
    {
        CountFrom(_counted);
        _counted = _count;
        _ends[_view++] = _distinct;
    }

    private void CountFrom(int first)
    {
        var table = _table;
        var mask = _tableSize - 1;
        var stamp = (ulong)_stamp << 32;
        foreach (ref readonly var occurrence in _occurrences.AsSpan(first, _count - first))
        {
            var slot = occurrence.Slot;
            var at = slot & mask;
            while (true)
            {
                var entry = table[at] ^ stamp;
                if (entry > uint.MaxValue)
                {
                    table[at] = stamp | (uint)_distinct;
                    if (AddDistinct(slot))
                    {
                        table = _table;
                        mask = _tableSize - 1;
                        stamp = (ulong)_stamp << 32;
                    }

                    break;
                }

                if (_slots[(int)entry] == slot)
                {
                    _counts[(int)entry]++;
                    break;
                }

                at = (at + 1) & mask;
            }
        }
    }

    /// <summary>True if the table is another one now.</summary>
    private bool AddDistinct(int slot)
    {
        if (_distinct == _slots.Length)
        {
            Array.Resize(ref _slots, _distinct * 2);
            Array.Resize(ref _counts, _distinct * 2);
        }

        _slots[_distinct] = slot;
        _counts[_distinct++] = 1;
        if (_distinct * 2 <= _tableSize)
        {
            return false;
        }

        Grow();
        return true;
    }

    private void Grow()
    {
        _tableSize *= 4;
        if (_table.Length < _tableSize)
        {
            _table = new ulong[_tableSize];
        }

        // What stands in the table by the old size is stale.
        NextStamp();
        var mask = _tableSize - 1;
        var stamp = (ulong)_stamp << 32;
        for (var i = 0; i < _distinct; i++)
        {
            var at = _slots[i] & mask;
            while (_table[at] >> 32 == _stamp)
            {
                at = (at + 1) & mask;
            }

            _table[at] = stamp | (uint)i;
        }
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
