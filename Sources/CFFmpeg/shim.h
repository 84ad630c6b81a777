#pragma once
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/dovi_meta.h>
#include <libavutil/imgutils.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

/* Only what Swift cannot import: macros that compute. */
static const int CFFMPEG_ERROR_AGAIN = AVERROR(EAGAIN);
static const int CFFMPEG_ERROR_ACCESS = AVERROR(EACCES);
static const int CFFMPEG_ERROR_IO = AVERROR(EIO);
static const int CFFMPEG_ERROR_INVALID_ARGUMENT = AVERROR(EINVAL);
static const int CFFMPEG_ERROR_NO_MEMORY = AVERROR(ENOMEM);
static const int CFFMPEG_ERROR_EOF = AVERROR_EOF;
static const int CFFMPEG_ERROR_EXIT = AVERROR_EXIT;
static const int CFFMPEG_ERROR_INVALID_DATA = AVERROR_INVALIDDATA;
static const int CFFMPEG_ERROR_PATCH_WELCOME = AVERROR_PATCHWELCOME;
static const int CFFMPEG_ERROR_DECODER_NOT_FOUND = AVERROR_DECODER_NOT_FOUND;
static const int64_t CFFMPEG_NO_TIMESTAMP = AV_NOPTS_VALUE;
