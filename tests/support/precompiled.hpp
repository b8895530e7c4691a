#pragma once
// What every test program needs; parsed once a build.
#include "base/precompiled.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
