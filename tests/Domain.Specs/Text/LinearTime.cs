using System.Diagnostics;

namespace TriageMesh.Domain.Specs.Text;

/// <summary>Whether work grows no faster than what it is done on, on a machine that does other things beside it.</summary>
internal static class LinearTime
{
    private const int MostRounds = 60;
    private static readonly TimeSpan Start = TimeSpan.FromMilliseconds(0.2);

    /// <summary>Runs both in turn and takes the quickest of each, until the long one is quick enough or has had its chances.</summary>
    /// <param name="little">The work on a short text.</param>
    /// <param name="much">The same on a text <paramref name="times"/> as long.</param>
    /// <param name="times">Square time would take this many times longer than is let pass, over eight.</param>
    public static void ShouldHold(Action little, Action much, int times)
    {
        var quick = TimeSpan.MaxValue;
        var slow = TimeSpan.MaxValue;
        for (var round = 0; round < MostRounds; round++)
        {
            quick = Quicker(quick, little);
            slow = Quicker(slow, much);
            if (round >= 2 && slow < (quick + Start) * (8 * times))
            {
                return;
            }
        }

        slow.ShouldBeLessThan((quick + Start) * (8 * times));
    }

    private static TimeSpan Quicker(TimeSpan best, Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        var took = Stopwatch.GetElapsedTime(began);
        return took < best ? took : best;
    }
}
