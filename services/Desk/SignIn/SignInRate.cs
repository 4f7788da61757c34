using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TriageMesh.Desk.SignIn;

/// <summary>How often one address may try, whatever names it tries.</summary>
internal sealed class SignInRate(IOptions<DeskOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<
        HttpContext,
        IPAddress
    >(context =>
        RateLimitPartition.GetSlidingWindowLimiter(
            context.Connection.RemoteIpAddress ?? IPAddress.None,
            _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = options.Value.SignInsPerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
            }
        )
    );

    public bool Allows(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    /// <summary>True while another attempt would be allowed; counts as none.</summary>
    public bool HasRoom(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context, permitCount: 0);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
