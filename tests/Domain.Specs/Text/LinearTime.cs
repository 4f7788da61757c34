using System.Runtime.InteropServices;

namespace TriageMesh.Domain.Specs.Text;

/// <summary>Whether work grows no faster than what it is done on, on a machine that does other things beside it.</summary>
/// <remarks>What counts is the processor time of the thread that works: waiting for one's turn is no work.</remarks>
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
        var began = SpentByThisThread();
        work();
        var took = SpentByThisThread() - began;
        return took < best ? took : best;
    }

    private static TimeSpan SpentByThisThread()
    {
        const int threadCpuTime = 3;
        ClockGetTime(threadCpuTime, out var spent).ShouldBe(0);
        return new TimeSpan(
            (spent.Seconds * TimeSpan.TicksPerSecond) + (spent.Nanoseconds / TimeSpan.NanosecondsPerTick)
        );
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out TimeSpec time);

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
