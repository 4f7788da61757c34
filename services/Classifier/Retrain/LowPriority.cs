using System.Runtime.InteropServices;

namespace TriageMesh.Classifier.Retrain;

/// <summary>Runs long work on a thread of its own that gives way to everything else, so that labelling goes on.</summary>
internal static partial class LowPriority
{
    private const int OfThread = 0;
    private const int Nice = 10;

    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            GiveWay();
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // The error belongs to whoever awaits the work.
            catch (Exception wrong)
#pragma warning restore CA1031
            {
                done.SetException(wrong);
            }
        })
        {
            // A process that stops does not wait for it.
            IsBackground = true,
            Name = "retrain",
            Priority = ThreadPriority.Lowest,
        };
        thread.Start();
        return done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Linux heeds no thread priority but keeps a nice value for each thread; 0 means the thread that asks.</summary>
    private static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfThread, who: 0, Nice);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);
}
