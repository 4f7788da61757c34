using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Retrain;

/// <summary>Does the retrainings that wait, beside the labelling.</summary>
internal sealed partial class RetrainWorker(
    RetrainQueue queue,
    Retraining retraining,
    IOptions<RetrainOptions> options,
    ILogger<RetrainWorker> logger
) : BackgroundService
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>There may be a job.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Enabled && await _wake.Reader.ReadAsync(stoppingToken))
        {
            try
            {
                await queue.RunNextAsync(job => RunAsync(job, stoppingToken), stoppingToken);
            }
            catch (Exception failed)
                when (failed is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                // The job stays as it is and is taken up at the next look.
                LogWaiting(failed.GetType().Name);
            }
        }
    }

    private async Task<RetrainResult> RunAsync(RetrainJob job, CancellationToken stoppingToken)
    {
        LogBegins(job.JobId, job.Attempt);
        try
        {
            var result = await retraining.RunAsync(
                job,
                step => queue.StepAsync(job, step, stoppingToken),
                stoppingToken
            );
            LogEnds(job.JobId, result.State, result.Challenger);
            return result;
        }
        catch (Exception wrong) when (wrong is InputException or TooFewTextsException or ModelFileException)
        {
            return Failed(job, wrong, wrong.Message);
        }
#pragma warning disable CA1031 // A job that fails once would fail again: its row says so, and the worker goes on.
        catch (Exception wrong)
            when (wrong is not (NpgsqlException or TimeoutException) && !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Failed(job, wrong, $"{wrong.GetType().Name}; the log has more.");
        }
    }

    private RetrainResult Failed(RetrainJob job, Exception wrong, string reason)
    {
        LogFailed(wrong, job.JobId);
        return new RetrainResult(RetrainState.Failed, Champion: null, Challenger: null, Reason: reason);
    }

    [LoggerMessage(
        EventId = 2301,
        Level = LogLevel.Information,
        Message = "Retraining {Job} begins, attempt {Attempt}"
    )]
    private partial void LogBegins(Guid job, int attempt);

    [LoggerMessage(
        EventId = 2302,
        Level = LogLevel.Information,
        Message = "Retraining {Job} ends {State}: model {Challenger}"
    )]
    private partial void LogEnds(Guid job, RetrainState state, string? challenger);

    [LoggerMessage(EventId = 2303, Level = LogLevel.Error, Message = "Retraining {Job} failed")]
    private partial void LogFailed(Exception wrong, Guid job);

    [LoggerMessage(EventId = 2304, Level = LogLevel.Warning, Message = "Retraining waits: {Reason}")]
    private partial void LogWaiting(string reason);
}
